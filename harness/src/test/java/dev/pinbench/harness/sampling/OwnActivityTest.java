package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On the running kernel, with real threads of this very process. */
@Timeout(60)
final class OwnActivityTest {
    private static final Path PROC = Path.of("/proc");

    private static OwnActivity activity() {
        return OwnActivity.of(PROC).orElseThrow();
    }

    private static void runAnother(Duration length) throws InterruptedException {
        Thread other = new Thread(() -> runMyself(length));
        other.start();
        other.join();
    }

    /** Waits until the kernel has taken a thread of this process off its CPU, with nothing to do. */
    private static void awaitSleep(int tid) throws IOException {
        Path stat = PROC.resolve("self/task/" + tid + "/stat");
        while (!Files.readString(stat).contains(") S ")) {
            Thread.onSpinWait();
        }
    }

    private static ThreadMXBean threads() {
        return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    private static void runMyself(Duration length) {
        long end = threads().getCurrentThreadCpuTime() + length.toNanos();
        while (threads().getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothingIsKnownAtFirst() throws IOException {
        OwnActivity activity = activity();

        assertThat(activity.unseenNanos()).isEqualTo(OwnActivity.ANYTHING);
        assertThat(activity.callerTid()).isEqualTo(Affinity.getThreadId());
    }

    @Test
    void whatAnotherThreadRanIsUnseenUntilItIsTold() throws Exception {
        OwnActivity activity = activity();
        activity.unseenNanos();
        activity.sawAll();
        for (int i = 0; i < 50; i++) {
            runAnother(Duration.ofMillis(1));

            long unseen = leastOfSome(activity);
            assertThat(unseen).isBetween(900_000L, 1_000_000_000L);
            activity.saw(unseen - 500_000);
            assertThat(activity.unseenNanos()).isGreaterThanOrEqualTo(400_000);
            activity.sawAll();
        }
    }

    /** An interrupt between the two clocks makes one answer too large, hardly each of ten. */
    private static long leastOfSome(OwnActivity activity) throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            least = Math.min(least, activity.unseenNanos());
        }
        return least;
    }

    @Test
    void theCallersOwnWorkIsNotTakenForThatOfOthers() throws IOException {
        OwnActivity activity = activity();
        int quiet = 0;
        // the collector, the compiler and others have to keep still some of the time
        for (int i = 0; i < 10_000 && quiet < 20; i++) {
            activity.unseenNanos();
            activity.sawAll();
            runMyself(Duration.ofMillis(1));
            quiet += activity.unseenNanos() < OwnActivity.IGNORED_NANOS ? 1 : 0;
        }

        assertThat(quiet).isEqualTo(20);
    }

    @Test
    void anotherThreadThatAsksKnowsNothingYet() throws Exception {
        OwnActivity activity = activity();
        activity.unseenNanos();
        activity.sawAll();
        AtomicLong unseen = new AtomicLong();
        AtomicInteger tid = new AtomicInteger();
        Thread other = new Thread(() -> {
            try {
                unseen.set(activity.unseenNanos());
                tid.set(Affinity.getThreadId());
            } catch (IOException e) {
                unseen.set(-1);
            }
        });
        other.start();
        other.join();

        assertThat(unseen).hasValue(OwnActivity.ANYTHING);
        assertThat(activity.callerTid()).isEqualTo(tid.get());
    }

    @Test
    void askingTakesNoMemory() throws IOException {
        OwnActivity activity = activity();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads().getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                activity.unseenNanos();
            }
            least = Math.min(least, threads().getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(least).as("bytes for 1000 questions").isLessThan(1000);
    }

    @Test
    void noneWhereThisProcessIsNotInTheFolder(@TempDir Path root) throws IOException {
        assertThat(OwnActivity.of(new DoctoredProc(root).root())).isEmpty();
    }

    @Test
    void framesHaveAllRunTimeOfAThreadThatRunsNowAndThen() throws Exception {
        SamplerConfig config = new SamplerConfig(
                10, OptionalInt.empty(), PROC, List.of(), KsoftirqdThreads.discover(PROC), Set.of(), 100);
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (FrameReader frames = FrameReader.open(config)) {
            Thread thread = worker.submit(Thread::currentThread).get();
            int tid = worker.submit(Affinity::getThreadId).get();
            awaitSleep(tid);
            long from = threads().getThreadCpuTime(thread.getId());
            frames.take();
            for (int frame = 1; frame <= 40; frame++) {
                if (frame % 4 == 0) {
                    worker.submit(() -> runMyself(Duration.ofMillis(2))).get();
                }
                frames.take();
            }
            awaitSleep(tid);
            frames.take();
            long ran = threads().getThreadCpuTime(thread.getId()) - from;

            List<TaskRow> rows = frames.result(0).task().stream()
                    .filter(row -> row.role() == TaskRole.HARNESS && row.tid() == tid)
                    .toList();
            assertThat(rows.stream().mapToLong(TaskRow::runNanos).sum())
                    .isBetween(ran - OwnActivity.IGNORED_NANOS, ran);
            assertThat(rows).hasSizeBetween(10, 21);
        } finally {
            worker.shutdownNow();
        }
    }
}
