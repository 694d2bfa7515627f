package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While it samples, a frame takes no memory, whatever moves. */
final class FrameMemoryTest {

    @Test
    void framesInWhichNothingNewAppearsAllocateNothing(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        proc.task(200, 200, "iperf3", 1, 50, 0, "1000 10 1");
        proc.process(300, "co-runner", 70, 1, "1000 10 1");
        proc.process(301, "at rest", 70, 1, "1000 10 1");
        SamplerConfig plain = proc.config();
        SamplerConfig config = new SamplerConfig(
                10, plain.housekeepingCpu(), proc.root(), plain.namespaces(), plain.ksoftirqd(), Set.of(1), 1000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        try (FrameReader full = FrameReader.open(config)) {
            full.watch(TaskRole.CLIENT, 200);
            full.watchCoRunner(new BusyTask(300, 300, 1, 1));
            full.watchCoRunner(new BusyTask(301, 301, 1, 1));
            full.take();
            for (int round = 0; round < 20; round++) {
                long taken = 0;
                for (int frame = 0; frame < 50; frame++) {
                    moveEverything(proc, 1 + 50 * round + frame);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    full.take();
                    taken += threads.getCurrentThreadAllocatedBytes() - before;
                }
                least = Math.min(least, taken);
            }

            Frames frames = full.result(0);
            assertThat(frames.task().stream().filter(row -> row.time().frame() == 1000))
                    .extracting(TaskRow::role, TaskRow::tid)
                    .containsExactlyInAnyOrder(
                            tuple(TaskRole.CLIENT, 200),
                            tuple(TaskRole.HARNESS, DoctoredProc.SELF),
                            tuple(TaskRole.CO_RUNNER, 300));
            assertThat(frames.irq()).hasSizeGreaterThanOrEqualTo(1000);
            assertThat(frames.net()).hasSize(1000);
        }

        // the least of many rounds: others hold a new chunk of storage, or code that is not compiled yet
        assertThat(least).as("bytes in 50 frames").isLessThan(50 * 16);
    }

    private static void moveEverything(DoctoredProc proc, int step) throws IOException {
        proc.stat("cpu0 13 0 10 " + (1000 + step) + " 5 0 12 1", "cpu1 20 0 20 2010 5 0 20 0");
        proc.softirqs("CPU0 CPU1", "NET_RX: " + (150 + step) + " 200");
        proc.interrupts("CPU0 CPU1", "30: 7 " + (10 + step) + " eth0", "RES: 1 2 Rescheduling interrupts", "ERR: 0");
        proc.net("eth0: " + (4000 + step) + " 12 0 1 0 0 0 0 700 6 0 2 0 0 0 0");
        proc.write("200/task/200/schedstat", 1000 + step + " 10 1\n");
        proc.write("300/task/300/schedstat", 1000 + step + " 10 1\n");
        proc.write(DoctoredProc.SELF + "/task/" + DoctoredProc.SELF + "/schedstat", 5000 + step + " 10 1\n");
    }
}
