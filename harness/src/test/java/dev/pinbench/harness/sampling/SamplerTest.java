package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sampler on the running kernel. */
final class SamplerTest {

    private static final Path PROC = Path.of("/proc");
    private static final KsoftirqdThreads NONE = new KsoftirqdThreads(new TreeMap<>());
    private static final int FRAMES = 22;

    private static SamplerConfig config(OptionalInt cpu, long anchor) throws IOException {
        return new SamplerConfig(
                20, cpu, PROC, List.of(new NamespaceSource("host", anchor)), KsoftirqdThreads.discover(PROC));
    }

    private static void awaitFrames(Sampler sampler, int frames) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (sampler.framesTaken() < frames) {
            assertThat(System.nanoTime()).as("frames in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Process busyOnCpu0() throws IOException {
        return new ProcessBuilder("taskset", "-c", "0", "sh", "-c", "while :; do :; done").start();
    }

    @Test
    void aBusyProcessIsSeenWhereItRunsAndForHowLong() throws Exception {
        Process busy = busyOnCpu0();
        try (Sampler sampler = Sampler.start(config(OptionalInt.of(0), busy.pid()))) {
            sampler.watch(TaskRole.COMPETITOR, busy.pid());
            awaitFrames(sampler, FRAMES);
            long before = sampler.nowNanos();

            Frames frames = sampler.stop();

            assertThat(before).isPositive();
            assertTimesAreMonotone(frames);
            assertRunAndWaitFillTheTime(frames, busy.pid());
            assertTicksArePlausible(frames);
            assertThat(frames.task()).anyMatch(row -> row.role() == TaskRole.HARNESS && row.runNanos() > 0);
            assertThat(frames.task())
                    .filteredOn(row -> row.comm().equals("pinbench-sample"))
                    .isNotEmpty()
                    .allMatch(row -> row.cpu() == 0);
            assertThat(frames.net()).extracting(NetRow::namespace).containsOnly("host");
            assertThat(frames.net()).extracting(NetRow::interfaceName).contains("lo");
            assertThat(frames.irq()).isNotEmpty().allMatch(row -> row.increase() > 0);
        } finally {
            busy.destroyForcibly();
        }
    }

    private static void assertTimesAreMonotone(Frames frames) {
        List<FrameTime> times =
                frames.cpu().stream().map(CpuRow::time).distinct().toList();
        assertThat(times).hasSizeGreaterThanOrEqualTo(FRAMES - 1);
        long before = 0;
        for (int i = 0; i < times.size(); i++) {
            FrameTime time = times.get(i);
            assertThat(time.frame()).isEqualTo(i + 1);
            assertThat(time.endNanos()).isGreaterThan(time.startNanos());
            assertThat(time.elapsedNanos())
                    .isEqualTo(time.startNanos() - before)
                    .isPositive();
            before = time.startNanos();
        }
    }

    private static void assertRunAndWaitFillTheTime(Frames frames, long pid) throws IOException {
        List<TaskRow> rows = frames.task().stream()
                .filter(row -> row.role() == TaskRole.COMPETITOR)
                .toList();
        assertThat(rows).hasSizeGreaterThan(FRAMES / 2).allMatch(row -> row.tid() == pid);
        // the first rows may still be those of taskset, before it moved
        assertThat(rows.subList(rows.size() / 2, rows.size())).allMatch(row -> row.cpu() == 0);
        assertThat(rows.get(rows.size() - 1).comm()).isEqualTo("sh");
        double elapsed =
                rows.stream().mapToLong(row -> row.time().elapsedNanos()).sum();
        double run = rows.stream().mapToLong(TaskRow::runNanos).sum();
        double wait = rows.stream().mapToLong(TaskRow::waitNanos).sum();
        boolean clocks =
                TaskClocks.lacking(new KsoftirqdThreads(new TreeMap<>())).isEmpty();
        assertThat(rows).allMatch(row -> row.clocked() == clocks);
        double clocked =
                clocks ? rows.stream().mapToLong(TaskRow::taskClockNanos).sum() : run;
        // the book is up to a tick old at either end
        assertThat(clocked).isLessThan(elapsed * 1.01).isCloseTo(run, within(3e7 + 0.05 * run));
        // a tick of slack on either side; on a machine that is busy otherwise it waits for its share
        assertThat(run).isLessThan(elapsed * 1.05).isPositive();
        assertThat(run + wait).isBetween(elapsed * 0.8, elapsed * 1.1);
    }

    private static void assertTicksArePlausible(Frames frames) {
        Set<Integer> cpus = frames.cpu().stream().map(CpuRow::cpu).collect(Collectors.toSet());
        assertThat(cpus).hasSizeGreaterThanOrEqualTo(1).contains(0);
        double seconds = frames.cpu().stream()
                        .filter(row -> row.cpu() == 0)
                        .mapToLong(row -> row.time().elapsedNanos())
                        .sum()
                / 1e9;
        double ticks = 0;
        for (CpuRow row : frames.cpu()) {
            if (row.cpu() == 0) {
                for (int column = StatFile.FIRST; column <= StatFile.LAST; column++) {
                    ticks += Math.max(0, row.increases()[column]);
                }
            }
        }
        // USER_HZ is 100
        assertThat(ticks / seconds).isBetween(70.0, 130.0);
        assertThat(frames.cpu()).anyMatch(row -> row.increase(CpuCounter.TIMER).orElse(0) > 0);
    }

    @Test
    void whereAProcessMayRunIsRead() throws Exception {
        Process busy = busyOnCpu0();
        try {
            PlacementReader reader = new PlacementReader(PROC);
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!reader.read(busy.pid()).get(0).comm().equals("sh")) {
                assertThat(System.nanoTime()).as("sh started in time").isLessThan(deadline);
                LockSupport.parkNanos(1_000_000);
            }

            assertThat(reader.read(busy.pid())).containsExactly(new ThreadPlacement((int) busy.pid(), "sh", "0"));
            assertThat(reader.read(ProcessHandle.current().pid())).hasSizeGreaterThan(1);
        } finally {
            busy.destroyForcibly();
            busy.waitFor();
        }
        assertThatThrownBy(() -> new PlacementReader(PROC).read(busy.pid())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aNamespaceThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> Sampler.start(config(OptionalInt.empty(), 999_999_999)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("/proc/999999999/net/dev: no such file");
    }

    @Test
    void aHousekeepingCpuThatIsNotThereStopsTheStart() {
        long self = ProcessHandle.current().pid();
        assertThatThrownBy(() -> Sampler.start(config(OptionalInt.of(1000), self)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot pin the sampler to CPU 1000");
    }

    @Test
    void aProcessThatEndsJustStopsBeingSeen() throws Exception {
        Process idle = new ProcessBuilder("cat").start();
        try (Sampler sampler = Sampler.start(
                config(OptionalInt.empty(), ProcessHandle.current().pid()))) {
            sampler.watch(TaskRole.SERVER, idle.pid());
            awaitFrames(sampler, 5);
            idle.outputWriter().close(); // cat ends with its input
            idle.waitFor();
            awaitFrames(sampler, sampler.framesTaken() + 4);

            Frames frames = sampler.stop();

            assertThat(frames.task())
                    .filteredOn(row -> row.role() == TaskRole.SERVER)
                    .isNotEmpty()
                    .allMatch(row -> row.tid() == idle.pid() && row.comm().equals("cat"));
            int last = frames.cpu().stream()
                    .mapToInt(row -> row.time().frame())
                    .max()
                    .orElseThrow();
            assertThat(frames.task())
                    .noneMatch(
                            row -> row.role() == TaskRole.SERVER && row.time().frame() == last);
            assertThat(frames.gaps()).noneMatch(gap -> gap.contains("server"));
        } finally {
            idle.destroyForcibly();
        }
    }

    @Test
    void aSamplerThatDiedSaysSoWhenItIsStopped() throws Exception {
        Source dies = frame -> {
            if (frame == 2) {
                throw new IllegalArgumentException("frame two is too much");
            }
        };
        try (Sampler sampler = Sampler.start(reader(dies), fast())) {
            awaitFrames(sampler, 2);

            assertThatThrownBy(() -> stopOnceItDied(sampler))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the sampler died after frame 1: frame two is too much");
        }
    }

    private static void stopOnceItDied(Sampler sampler) throws InterruptedException {
        sampler.awaitEnd();
        sampler.stop();
    }

    @Test
    void aSamplerThatDiesInItsBaselineDoesNotStart() {
        Source dies = frame -> {
            throw new IllegalArgumentException("nothing works");
        };

        assertThatThrownBy(() -> Sampler.start(reader(dies), fast()))
                .isInstanceOf(IOException.class)
                .hasMessage("the sampler cannot start: nothing works");
    }

    @Test
    void aFrameThatTakesTooLongMissesDeadlinesAndNoneIsInvented() throws Exception {
        Source slow = frame -> {
            long until = System.nanoTime() + (frame == 1 ? 55_000_000 : 0);
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        };
        try (Sampler sampler = Sampler.start(reader(slow), fast())) {
            awaitFrames(sampler, 4);

            Frames frames = sampler.stop();

            // 55 ms from a deadline on, at one frame each 10 ms
            assertThat(frames.missedDeadlines()).isGreaterThanOrEqualTo(5);
        }
    }

    private static FrameReader reader(Source source) {
        Workbench bench = Workbench.at(PROC);
        return new FrameReader(bench, new Resources(), List.of(source), new TaskSource(bench));
    }

    private static SamplerConfig fast() {
        return new SamplerConfig(100, OptionalInt.empty(), PROC, List.of(), NONE);
    }

    @Test
    void ratesOutsideOneToAHundredAreRefused() {
        for (int rate : new int[] {0, 101}) {
            assertThatThrownBy(() -> new SamplerConfig(rate, OptionalInt.empty(), PROC, List.of(), NONE))
                    .hasMessageContaining("expected 1 to 100 frames a second, got " + rate);
        }
    }
}
