package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.TrialMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluating and writing a trial takes no more memory than its numbers do. */
final class LargeTrialTest {

    private static final int FRAMES = 1_000;
    private static final int CPUS = 256;

    /** As records the rows of the CPUs alone are some 60 MB. */
    private static final String HEAP = "-Xmx32m";

    @TempDir
    Path folder;

    @Test
    void aTrialThatWouldNotFitIntoMemoryAsRecordsIsWritten() throws Exception {
        Path run = folder.resolve("run");
        Path said = folder.resolve("said");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTrial.class.getName(),
                        run.toString(),
                        Integer.toString(FRAMES),
                        Integer.toString(CPUS),
                        "16")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            child.destroyForcibly();
        }

        assertComplete(RunDirectory.open(run));
    }

    private static void assertComplete(RunDirectory run) throws IOException {
        TrialMetrics metrics = run.trials().get(0).metrics();
        assertThat(metrics.framesInWindow()).isEqualTo(FRAMES);
        assertThat(metrics.budgets()).hasSize(CPUS);
        assertThat(metrics.interfaceRxBps()).isEqualTo(1e10);
        Frames frames = run.frames(1, Set.of(0, 255), new InterfaceName("pod-a", "eth0"));
        assertThat(frames.cpu()).hasSize(2 * FRAMES);
        assertThat(frames.net()).hasSize(FRAMES);
        assertThat(frames.cpu().stream()
                        .filter(row -> row.cpu() == 255)
                        .mapToLong(row -> row.increase(CpuCounter.NET_RX).orElseThrow()))
                .containsOnly(0L);
    }
}
