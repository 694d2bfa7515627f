package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} loses at most the trial under way and leaves nothing in the kernel. */
class KillTest {
    private static final int KILLS = 10;
    private static final int EARLIEST_MILLIS = 200;
    private static final int LATEST_MILLIS = 2500;

    @TempDir
    Path folder;

    @Test
    void tenKillsLeaveNothingAndResumeCompletesTheRun(TestReporter reporter) throws Exception {
        long seed = Long.getLong("pinbench.kill.seed", System.nanoTime());
        int[] delays =
                new Random(seed).ints(KILLS, EARLIEST_MILLIS, LATEST_MILLIS).toArray();
        reporter.publishEntry("pinbench.kill.seed", Long.toString(seed));
        List<String> datapaths = datapaths();
        // A trial takes more than a second, and one that is killed is lost: the plan cannot end before the last kill.
        int blocks = Arrays.stream(delays).map(delay -> delay / 1000).sum() / datapaths.size() + 1;
        int trials = blocks * datapaths.size();
        Path run = folder.resolve("run");
        Map<String, byte[]> stored = new HashMap<>();
        Map<String, String> host = HostState.read();
        for (int i = 0; i < KILLS; i++) {
            String[] arguments = i == 0
                    ? new String[] {
                        "run",
                        TinyProfile.in(folder).toString(),
                        "--set",
                        "datapath=" + String.join(",", datapaths),
                        "--blocks",
                        Integer.toString(blocks),
                        "--out",
                        run.toString()
                    }
                    : new String[] {"resume", run.toString()};
            try (ChildRun child = ChildRun.start(folder, arguments)) {
                child.until("run " + i + " began", () -> child.said("tiny: "));
                if (i < KILLS - 1) {
                    child.letRun(delays[i]);
                } else {
                    // No chance needed for one in the middle of traffic, and processes of the lab can be seen at all.
                    child.until("traffic flows", () -> child.marked().contains("iperf3"));
                }
                assertThat(child.isAlive())
                        .as("kill %d of seed %d came in time; it said: %s", i, seed, child.err())
                        .isTrue();
                child.kill();
                child.assertNothingLeft();
            }
            HostState.assertSame(host, HostState.read());
            stored = assertStoredAreWhole(run, stored);
        }
        Invocation resumed = Invocation.of("resume", "--no-report", run.toString());

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.errLines())
                .first()
                .isEqualTo("tiny: " + stored.size() + " of " + trials + " trials are stored");
        assertStoredAreWhole(run, stored);
        RunDirectory directory = RunDirectory.open(run);
        assertThat(directory.manifest().status()).isEqualTo(RunStatus.DONE);
        List<TrialRecord> all = directory.trials();
        assertThat(all).hasSize(trials).allMatch(trial -> trial.status() == TrialStatus.DONE);
        assertThat(Files.readAllLines(run.resolve("trials.csv"))).hasSize(1 + trials);
        try (Stream<Path> entries = Files.list(run.resolve("trials"))) {
            assertThat(entries).as("no half-written folder is left").hasSize(trials);
        }
    }

    /** One that is there at once, and one that takes as long to build as a kill may come, if this machine has it. */
    private static List<String> datapaths() throws InterruptedException {
        boolean docker = Datapaths.named("docker").lacking(!LabModes.isRoot()).isEmpty();
        return docker ? List.of("bridge", "docker") : List.of("bridge");
    }

    /** Every stored trial can be read; those that were stored {@code before} are the same to the byte. */
    private static Map<String, byte[]> assertStoredAreWhole(Path run, Map<String, byte[]> before) throws IOException {
        RunDirectory directory = RunDirectory.open(run);
        Map<String, byte[]> now = new HashMap<>();
        for (TrialRecord trial : directory.trials()) {
            assertThat(directory.frames(trial.trial()).cpu()).isNotEmpty();
            String name = "%04d".formatted(trial.trial());
            now.put(name, Files.readAllBytes(run.resolve("trials").resolve(name).resolve("trial.json")));
        }
        before.forEach((name, bytes) -> assertThat(now.get(name)).as(name).isEqualTo(bytes));
        return now;
    }
}
