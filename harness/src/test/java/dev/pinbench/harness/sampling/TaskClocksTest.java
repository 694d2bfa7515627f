package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.results.TaskRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * On the kernel that runs: clocks of one's own tasks, which need no privilege where perf_event_paranoid is 2 or less. Where they
 * may not be opened, that has to be said.
 */
@Timeout(60) // a clock that stands still must not hold up everything
class TaskClocksTest {

    private static final Path PROC = Path.of("/proc");
    private static final int NO_FILE = -1;
    private static final int READINGS = 100_000;
    private static final long ENOUGH_NANOS = 100_000_000;

    private final TaskClocks clocks = TaskClocks.of(PROC, new Journal());

    /** With a clock of that process, or where none may be opened with the refusal. */
    private void withClock(Process process, Check check) throws Exception {
        Optional<TaskClock> opened = clocks.open(Math.toIntExact(process.pid()));
        if (opened.isEmpty()) {
            assertThat(clocks.refusal().orElseThrow()).contains("task " + process.pid(), "not permitted");
            return;
        }
        assertThat(clocks.refusal()).isEmpty();
        try (TaskClock clock = opened.get()) {
            check.of(clock);
        }
    }

    private interface Check {
        void of(TaskClock clock) throws Exception;
    }

    private static long bookedNanos(long pid) throws IOException {
        SchedstatFile times = new SchedstatFile();
        times.parse(KernelText.of("schedstat", Files.readString(PROC.resolve(pid + "/schedstat"))));
        return times.runNanos();
    }

    private static char state(long pid) throws IOException {
        String stat = Files.readString(PROC.resolve(pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    @Test
    void advancesAsTheTaskRuns() throws Exception {
        Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            withClock(busy, clock -> assertAdvances(clock, busy.pid()));
        } finally {
            busy.destroyForcibly();
        }
    }

    private static void assertAdvances(TaskClock clock, long pid) throws IOException {
        long begin = System.nanoTime();
        long clockBegin = clock.nanos();
        long bookBegin = bookedNanos(pid);
        while (clock.nanos() - clockBegin < ENOUGH_NANOS) {
            Thread.onSpinWait();
        }
        long booked = bookedNanos(pid) - bookBegin;
        long clocked = clock.nanos() - clockBegin;

        assertThat(clocked).isLessThanOrEqualTo(System.nanoTime() - begin);
        // the book is up to a tick of 10 ms old at either end
        assertThat(clocked).isCloseTo(booked, within(30_000_000L));
    }

    @Test
    void standsStillWhileTheTaskSleeps() throws Exception {
        Process asleep = new ProcessBuilder("cat").start();
        try {
            withClock(asleep, clock -> assertStandsStill(clock, asleep));
        } finally {
            asleep.destroyForcibly();
        }
    }

    private static void assertStandsStill(TaskClock clock, Process asleep) throws IOException {
        asleep.getOutputStream().write('\n');
        asleep.getOutputStream().flush();
        assertThat(asleep.getInputStream().read()).isEqualTo('\n');
        while (state(asleep.pid()) != 'S') {
            Thread.onSpinWait();
        }

        long first = clock.nanos();
        for (int reading = 0; reading < READINGS; reading++) {
            assertThat(clock.nanos()).isEqualTo(first);
        }

        assertThat(first).isPositive();
    }

    @Test
    void aTaskThatHasEndedGetsNoClockAndThatIsNoRefusal() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();

        assertThat(clocks.open(Math.toIntExact(ended.pid()))).isEmpty();
        assertThat(clocks.refusal()).isEmpty();
    }

    @Test
    void aClockOutlivesItsTask() throws Exception {
        Process task = new ProcessBuilder("cat").start();
        withClock(task, clock -> {
            task.getOutputStream().close();
            task.waitFor();

            long last = clock.nanos();
            assertThat(last).isPositive();
            assertThat(clock.nanos()).isEqualTo(last);
        });
    }

    @Test
    void numbersOfAnotherProcFileSystemAreNotTakenForThoseOfThisOne(@TempDir Path proc) throws IOException {
        Path status = proc.resolve("self/status");
        Files.createDirectories(status.getParent());
        Files.writeString(status, "Name:\tjava\nNSpid:\t4711\t1\n");
        TaskClocks foreign = TaskClocks.of(proc, new Journal());

        assertThat(foreign.open(Math.toIntExact(ProcessHandle.current().pid()))).isEmpty();
        assertThat(foreign.refusal().orElseThrow())
                .contains(proc.toString(), "does not number tasks as this process does");
    }

    private static long openEvents() throws IOException {
        try (Stream<Path> files = Files.list(PROC.resolve("self/fd"))) {
            return files.filter(TaskClocksTest::isEvent).count();
        }
    }

    private static boolean isEvent(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().contains("perf_event");
        } catch (IOException e) {
            return false; // closed since the folder was listed
        }
    }

    @Test
    void aTaskThatIsNoLongerWatchedHasItsClockClosed() throws Exception {
        long before = openEvents();
        Process task = new ProcessBuilder("cat").start();
        try {
            int pid = Math.toIntExact(task.pid());
            try (WatchedTask watched = WatchedTask.open(Workbench.at(PROC), TaskRole.CLIENT, pid, pid)) {
                boolean allowed = clocks.open(pid).map(TaskClocksTest::closed).isPresent();
                assertThat(openEvents()).isEqualTo(before + (allowed ? 1 : 0));
                assertThat(watched.sample(0)).isTrue();
                assertThat(watched.clockNanos() != Counters.MISSING).isEqualTo(allowed);
            }
            assertThat(openEvents()).isEqualTo(before);
        } finally {
            task.destroyForcibly();
        }
    }

    private static TaskClock closed(TaskClock clock) {
        try {
            clock.close();
            return clock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its files can be read, its clock cannot: a gap, an empty cell, and the times of schedstat all the same. */
    @Test
    void aClockThatCannotBeReadIsAGapAndNoZero() throws Exception {
        Workbench bench = Workbench.at(PROC);
        int pid = Math.toIntExact(ProcessHandle.current().pid());
        try (WatchedTask watched =
                WatchedTask.openWith(bench, TaskRole.CLIENT, pid, pid, new TaskClock(bench.clocks(), NO_FILE, pid))) {
            bench.store().frame(0, 1);
            assertThat(watched.sample(0)).isTrue();
            assertThat(watched.sample(1)).isTrue();
            bench.store().frame(1000, 1001);

            assertThat(watched.clockNanos()).isEqualTo(Counters.MISSING);
            assertThat(bench.store().toFrames(0, List.of()).task()).hasSize(1).allMatch(row -> !row.clocked());
            assertThat(bench.gaps().sentences()).anyMatch(gap -> gap.contains("task-clock of task " + pid));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("cannot be closed"); // what was never open
        }
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        TaskClock clock = new TaskClock(clocks, NO_FILE, 4711);

        assertThatThrownBy(clock::nanos)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("task-clock of task 4711")
                .hasMessageContaining("expected 8 bytes");
        assertThatThrownBy(clock::close).isInstanceOf(IOException.class).hasMessageContaining("4711");
    }

    @Test
    void whatIsLackingIsWhyAClockOfOnesOwnCannotBeOpened() throws Exception {
        boolean lacking =
                TaskClocks.lacking(new KsoftirqdThreads(new TreeMap<>())).isPresent();

        assertThat(clocks.open(Math.toIntExact(ProcessHandle.current().pid())).isEmpty())
                .isEqualTo(lacking);
        assertThat(clocks.refusal().isPresent()).isEqualTo(lacking);
    }
}
