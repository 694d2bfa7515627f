package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunDirectoryException;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.harness.calibrate.CalibrationStore;
import dev.pinbench.harness.calibrate.Conditions;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.plan.Plan;
import dev.pinbench.harness.plan.Planner;
import dev.pinbench.harness.probe.BpfProbe;
import dev.pinbench.harness.profile.Overrides;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.profile.ProfileLoader;
import dev.pinbench.harness.sampling.KsoftirqdThreads;
import dev.pinbench.harness.sampling.TaskClocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code pinbench run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Measures every combination of a profile in randomised blocks and reports what explains the result.")
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "PROFILE.yaml",
            description = "what to run; profiles/README.md lists those that come along")
    @SuppressWarnings("NullAway.Init") // required: picocli sets it before call()
    private Path profileFile;

    @Option(names = "--out", paramLabel = "DIR", description = "run directory to make (default: a new one in results/)")
    private @Nullable Path out;

    @Option(
            names = "--set",
            paramLabel = "FACTOR=LEVELS",
            description = "levels instead of those in the profile, such as mss=536,1448 or client-core=0-1")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--blocks", paramLabel = "N", description = "number of randomised blocks")
    private @Nullable Integer blocks;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the order of trials")
    private @Nullable Long seed;

    @Option(names = "--duration", paramLabel = "10s", description = "measured time of one trial")
    private @Nullable String duration;

    @Option(names = "--dry-run", description = "print the plan and its expected time, measure nothing")
    private boolean dryRun;

    @Option(names = "--no-report", description = "leave out charts and report.html")
    private boolean noReport;

    @Option(names = "--rootless", description = "make the lab in a user namespace even as root")
    private boolean rootless;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HostFacts host = HostFactsReader.readLive();
        boolean unprivileged = rootless || Privileges.readLive().mode() == Privileges.Mode.ROOTLESS;
        DatapathChoice choice = DatapathChoice.of(
                ProfileLoader.load(
                        profileFile, new Overrides(sets, blocks, seed, duration), Datapaths.names(), host.cpus()),
                unprivileged);
        Profile profile = choice.profile();
        Plan plan = Planner.plan(profile, host.cpus(), Datapaths.mtuLimits()).noting(choice.notes());
        plan = plan.noting(DatapathChoice.carryingNothing(plan.combinations()));
        if (dryRun) {
            PlanText.print(
                    console.out(),
                    profile,
                    plan.noting(choice.lacking()).noting(EndpointCheck.lacking(profile, unprivileged)));
            return ExitStatus.DONE;
        }
        if (out != null) {
            RunDirectory.requireUnused(out);
        }
        Machine machine = Machine.require(rootless, plan.trials());
        choice.require();
        EndpointCheck.require(profile, machine.rootless());
        Path path = out == null ? RunPaths.fresh(profile.name(), Clock.systemUTC(), console) : out;
        boolean existed = Files.exists(path);
        RunDirectory directory = create(path, existed, manifest(profile, plan, host, machine));
        console.say(PlanText.header(profile, plan, host, machine.tools()));
        directory.manifest().notes().forEach(note -> console.say("note: " + note));
        try {
            return new Measuring(console, directory, profile, host).measure(!noReport);
        } catch (NothingMeasuredException e) {
            RunPaths.discard(path, existed);
            throw e.reason();
        }
    }

    private static RunDirectory create(Path path, boolean existed, RunManifest manifest) throws IOException {
        try {
            return RunDirectory.create(path, manifest);
        } catch (RunDirectoryException e) {
            throw e;
        } catch (IOException e) {
            String reason = ErrorText.of(e, Files.exists(path) ? path : path.toAbsolutePath());
            RunPaths.discard(path, existed);
            throw new CliException(ExitStatus.MACHINE, reason);
        }
    }

    private static RunManifest manifest(Profile profile, Plan plan, HostFacts host, Machine machine)
            throws IOException {
        ObjectNode json = profile.toJson();
        List<String> notes = new ArrayList<>(plan.notes());
        new CalibrationStore(RunPaths.results())
                .citation(host, Conditions.here(host, machine.rootless()))
                .ifPresent(notes::add);
        if (profile.sampling().exact()) {
            BpfProbe.lacking(machine.rootless())
                    .ifPresent(reason -> notes.add(
                            "no exact probe in this run: " + reason + "; softirq shares are those of /proc alone"));
            if (BpfProbe.lacking(machine.rootless()).isEmpty()) {
                BpfProbe.lackingForSwitches()
                        .ifPresent(
                                reason -> notes.add("the exact probe does not tell what switches between tasks took, by"
                                        + " which it and task clocks may differ: " + reason));
            }
        }
        TaskClocks.lacking(KsoftirqdThreads.discover(Path.of("/proc")))
                .ifPresent(reason ->
                        notes.add("run times of some or all tasks are those of schedstat, which gives tasks that"
                                + " wake often too much: " + reason));
        return new RunManifest(
                RunDirectory.SCHEMA_VERSION,
                Version.text(),
                profile.name(),
                profile.about(),
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                RunStatus.RUNNING,
                json,
                Json.sha256(json),
                profile.seed(),
                profile.blocks(),
                profile.traffic().durationSeconds(),
                profile.traffic().omitSeconds(),
                profile.sampling().framesPerSecond(),
                plan.trials(),
                host,
                Map.copyOf(machine.tools()),
                machine.rootless(),
                List.of(),
                notes);
    }
}
