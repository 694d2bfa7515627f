package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.plan.Plan;
import dev.pinbench.harness.plan.Planner;
import dev.pinbench.harness.profile.Profile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a trial costs beyond its traffic: whole trials of one second each, in plan order, so that consecutive trials
 * differ in path, cores and offloads, with the record written to disk. The cost is what the time of one operation
 * exceeds 1000 ms by.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 1, time = 60)
@Fork(1)
@State(Scope.Benchmark)
public class TrialBenchmark {
    private static final String PROFILE = """
            {
              "name": "trial-benchmark",
              "vary": {
                "path": ["native-to-native", "pod-to-native", "pod-to-pod"],
                "client-core": ["all"],
                "server-core": ["all"],
                "offload": ["on", "off"]
              },
              "traffic": {"duration": "1s", "omit": "0s"},
              "blocks": 20,
              "seed": 1
            }
            """;

    private final HostChanges machine = new HostChanges(HostChanges.FOLDER);
    private @Nullable Lab lab;
    private @Nullable Housekeeping housekeeping;
    private @Nullable TrialRunner runner;
    private @Nullable RunDirectory directory;
    private List<PlannedTrial> plan = List.of();
    private int next;

    /** Makes the lab, the runner and a run directory in the folder for temporary files. */
    @Setup(Level.Trial)
    public void open() throws IOException, InterruptedException {
        HostFacts host = HostFactsReader.readLive();
        Profile profile = Profile.fromJson(Json.mapper().readTree(PROFILE));
        Plan planned = Planner.plan(profile, host.cpus(), Datapaths.mtuLimits());
        plan = planned.trials();
        boolean rootless = Privileges.readLive().mode() != Privileges.Mode.ROOT;
        lab = Lab.open(rootless);
        housekeeping =
                new Housekeeping(host.cpus().stream().map(CpuTopology::cpu).toList());
        runner = new TrialRunner(lab, profile, host, machine, housekeeping, LiveView.NONE);
        runner.prepare(plan);
        directory = RunDirectory.create(
                Files.createTempDirectory("pinbench-benchmark").resolve("run"),
                new RunManifest(
                        RunDirectory.SCHEMA_VERSION,
                        "benchmark",
                        profile.name(),
                        null,
                        "1970-01-01T00:00:00Z",
                        RunStatus.RUNNING,
                        profile.toJson(),
                        Json.sha256(profile.toJson()),
                        profile.seed(),
                        profile.blocks(),
                        profile.traffic().durationSeconds(),
                        profile.traffic().omitSeconds(),
                        profile.sampling().framesPerSecond(),
                        plan,
                        host,
                        Map.of(),
                        rootless,
                        List.of(),
                        List.of()));
    }

    /** One trial, measured and stored. */
    @Benchmark
    public TrialOutcome trial() throws IOException, InterruptedException {
        if (runner == null || directory == null) {
            throw new IllegalStateException("not set up");
        }
        TrialOutcome outcome = runner.run(plan.get(next++));
        if (outcome.record().status() != TrialStatus.DONE) {
            throw new IllegalStateException(
                    "a trial failed: " + outcome.record().error());
        }
        directory.writeTrial(outcome.record(), outcome.frames(), outcome.attachments());
        return outcome;
    }

    /** Ends the lab and deletes what was written. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (runner != null) {
            runner.close();
        }
        if (lab != null) {
            lab.close();
        }
        if (housekeeping != null) {
            housekeeping.close();
        }
        machine.close();
        if (directory != null) {
            deleteTree(directory.path().resolveSibling("."));
        }
    }

    private static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root.normalize(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
