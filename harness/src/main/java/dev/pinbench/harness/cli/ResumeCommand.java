package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.plan.Planner;
import dev.pinbench.harness.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinbench resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Finishes an interrupted run: trials that are stored stay, the rest is measured in plan order.")
final class ResumeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN_DIR", description = "the run directory")
    @SuppressWarnings("NullAway.Init") // required: picocli sets it before call()
    private Path path;

    @Option(names = "--no-report", description = "leave out charts and report.html")
    private boolean noReport;

    ResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunDirectory directory = RunPaths.open(path);
        RunManifest manifest = directory.manifest();
        HostFacts host = HostFactsReader.readLive();
        requireSameMachine(manifest.host(), host);
        if (!Json.sha256(manifest.profile()).equals(manifest.profileSha256())) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    "the profile in " + path.resolve("run.json")
                            + " was changed after the run began; start a new run with `pinbench run`");
        }
        Profile profile = Profile.fromJson(manifest.profile());
        if (!isPlanOf(profile, host, manifest.plan())) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    "the plan in " + path.resolve("run.json")
                            + " is not what its profile makes on this machine; start a new run with `pinbench run`");
        }
        Machine machine = Machine.require(manifest.rootless(), manifest.plan());
        if (machine.rootless() != manifest.rootless()) {
            throw new CliException(
                    ExitStatus.MACHINE,
                    "the run began with privileges; resume it as root so that trials stay comparable");
        }
        if (profile.endpoints() == null) {
            DatapathChoice.requireStored(manifest.plan(), machine.rootless());
        }
        EndpointCheck.require(profile, machine.rootless());
        int done = directory.trials().size();
        console.say(manifest.name() + ": " + done + " of " + manifest.plan().size() + " trials are stored");
        try {
            return new Measuring(console, directory, profile, host).measure(!noReport);
        } catch (NothingMeasuredException e) {
            throw e.reason();
        }
    }

    /** A plan has no level of what was no factor yet when it was made. */
    private static boolean isPlanOf(Profile profile, HostFacts host, List<PlannedTrial> stored) {
        // What a datapath cannot have was not left out then.
        Map<String, Integer> mtuLimits = isUntold(Factor.MTU, stored) ? Map.of() : Datapaths.mtuLimits();
        List<PlannedTrial> planned =
                new ArrayList<>(Planner.plan(profile, host.cpus(), mtuLimits).trials());
        for (Factor factor : Factor.values()) {
            if (isUntold(factor, stored)) {
                planned.replaceAll(trial -> new PlannedTrial(
                        trial.trial(),
                        trial.block(),
                        trial.order(),
                        trial.levels().with(factor, Levels.UNTOLD)));
            }
        }
        return stored.equals(planned);
    }

    private static boolean isUntold(Factor factor, List<PlannedTrial> stored) {
        return stored.stream().allMatch(trial -> trial.levels().get(factor).equals(Levels.UNTOLD));
    }

    /** Trials of two machines, kernels or processor sets in one run would be compared as if they were alike. */
    private void requireSameMachine(HostFacts then, HostFacts now) {
        require("machine", then.machineId(), now.machineId());
        require("kernel", then.kernelRelease(), now.kernelRelease());
        require("set of cores", then.cpus(), now.cpus());
    }

    private void require(String what, @Nullable Object then, @Nullable Object now) {
        if (!Objects.equals(then, now)) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    path + " was begun on another " + what + " (" + then + ", here it is " + now
                            + "); start a new run with `pinbench run`");
        }
    }
}
