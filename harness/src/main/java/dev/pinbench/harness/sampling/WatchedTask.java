package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One thread, with its two files kept open, and its task clock where there is one. An open file belongs to that task and to no later one with the same number
 * (fs/proc/inode.c holds its struct pid); the start time is compared all the same.
 */
final class WatchedTask implements Closeable {

    private static final int NO_COMM = -1;

    private final Workbench bench;
    private final TaskRole role;
    private final int roleId;
    private final int tid;
    private final boolean leader;
    private final boolean countsThreads;

    /** ksoftirqd never leaves its CPU nor changes its name (kernel/smpboot.c), so its facts are read once. */
    private final boolean bound;

    private final Path folder;
    private final KernelFile schedstat;
    private final KernelFile stat;
    private final @Nullable TaskClock clock;
    private final SchedstatFile times = new SchedstatFile();
    private final TaskStatFile facts = new TaskStatFile();

    private long runNanos = Counters.MISSING;
    private long waitNanos = Counters.MISSING;
    private long clockNanos = Counters.MISSING;
    private long startTime = Counters.MISSING;
    private int comm = NO_COMM;

    private WatchedTask(
            Workbench bench,
            TaskRole role,
            int tid,
            boolean leader,
            Path folder,
            KernelFile schedstat,
            KernelFile stat,
            @Nullable TaskClock clock) {
        this.bench = bench;
        this.role = role;
        this.roleId = bench.store().roleId(role);
        this.tid = tid;
        this.leader = leader;
        this.countsThreads =
                leader && role != TaskRole.KSOFTIRQD && role != TaskRole.NAPI && role != TaskRole.CO_RUNNER;
        this.bound = role == TaskRole.KSOFTIRQD;
        this.folder = folder;
        this.schedstat = schedstat;
        this.stat = stat;
        this.clock = clock;
    }

    /** Opens its files and its clock. */
    static WatchedTask open(Workbench bench, TaskRole role, long pid, int tid) throws IOException {
        return open(bench, role, pid, tid, number -> bench.clocks().open(number));
    }

    /** Opens its files alone. */
    static WatchedTask openWithoutClock(Workbench bench, TaskRole role, long pid, int tid) throws IOException {
        return open(bench, role, pid, tid, number -> Optional.empty());
    }

    /** Opens its files and takes {@code clock} for its own. */
    static WatchedTask openWith(Workbench bench, TaskRole role, long pid, int tid, TaskClock clock) throws IOException {
        return open(bench, role, pid, tid, number -> Optional.of(clock));
    }

    private static WatchedTask open(
            Workbench bench, TaskRole role, long pid, int tid, IntFunction<Optional<TaskClock>> clocks)
            throws IOException {
        Path folder = bench.procRoot().resolve(pid + "/task/" + tid);
        KernelFile schedstat = KernelFile.openRecord(folder.resolve("schedstat"));
        try {
            KernelFile stat = KernelFile.openRecord(folder.resolve("stat"));
            // Its files are open: as long as they can be read, the number is not another task's
            TaskClock clock = clocks.apply(tid).orElse(null);
            return new WatchedTask(bench, role, tid, tid == pid, folder, schedstat, stat, clock);
        } catch (IOException e) {
            schedstat.close();
            throw e;
        }
    }

    int tid() {
        return tid;
    }

    boolean isLeader() {
        return leader;
    }

    /** Time on a CPU so far, ns, as of the last sample. */
    long runNanos() {
        return runNanos;
    }

    /** Time runnable but waiting so far, ns, as of the last sample. */
    long waitNanos() {
        return waitNanos;
    }

    /** Its task clock as of the last sample, ns; {@link Counters#MISSING} without one. */
    long clockNanos() {
        return clockNanos;
    }

    /** Threads of its process as of the last sample; only kept up for the leader of a watched process. */
    long threadsOfProcess() {
        return facts.threads();
    }

    /**
     * Reads the task and stores its row. Only those of client, server and competitor get one while they do nothing.
     *
     * @return whether the task was still there and readable
     */
    boolean sample(int frame) {
        try {
            schedstat.read(bench.text());
            times.parse(bench.text());
            long clockNow = readClock(frame);
            long run = Counters.increase64(runNanos, times.runNanos());
            long wait = Counters.increase64(waitNanos, times.waitNanos());
            long onCpu = Counters.increase64(clockNanos, clockNow);
            boolean rows = run != Counters.MISSING
                    && wait != Counters.MISSING
                    && (run > 0 || wait > 0 || onCpu > 0 || rowsWhenIdle());
            if (Counters.isStep(run, runNanos, times.runNanos())
                    || Counters.isStep(wait, waitNanos, times.waitNanos())) {
                gap(frame, "its times fell, so that no increase can be told");
            }
            if ((rows && !bound) || countsThreads || startTime == Counters.MISSING) {
                stat.read(bench.text());
                facts.parse(bench.text());
                rows &= isSame(frame);
                learnComm();
            }
            runNanos = times.runNanos();
            waitNanos = times.waitNanos();
            clockNanos = clockNow;
            if (rows) {
                bench.store().task(frame, roleId, tid, comm, facts.processor(), run, wait, onCpu);
            }
            return true;
        } catch (IOException e) {
            runNanos = Counters.MISSING;
            waitNanos = Counters.MISSING;
            clockNanos = Counters.MISSING;
            boolean gone = !Files.exists(folder);
            // ESRCH: the task ended, and its number may be another's already
            if (!gone && !String.valueOf(e.getMessage()).contains("No such process")) {
                gap(frame, KernelFile.describe(folder.toString(), e));
            }
            return false;
        }
    }

    private long readClock(int frame) {
        if (clock == null) {
            return Counters.MISSING;
        }
        try {
            return clock.nanos();
        } catch (IOException e) {
            gap(frame, String.valueOf(e.getMessage()));
            return Counters.MISSING;
        }
    }

    private boolean rowsWhenIdle() {
        return role == TaskRole.CLIENT || role == TaskRole.SERVER || role == TaskRole.COMPETITOR;
    }

    /** Whether the task is the one of the frame before. */
    private boolean isSame(int frame) {
        boolean same = startTime == Counters.MISSING || startTime == facts.startTime();
        if (!same) {
            gap(frame, "its start time changed: the number now belongs to another task, which is counted from here on");
        }
        startTime = facts.startTime();
        return same;
    }

    private void learnComm() {
        NameTable comms = bench.store().comms();
        byte[] bytes = bench.text().bytes();
        if (comm == NO_COMM || !comms.is(comm, bytes, facts.commFrom(), facts.commTo())) {
            comm = comms.idOf(bytes, facts.commFrom(), facts.commTo());
        }
    }

    private void gap(int frame, String complaint) {
        bench.gaps().add(frame, "task " + tid + complaint, role.text() + " thread " + tid + ": " + complaint);
    }

    @Override
    public void close() throws IOException {
        try (schedstat;
                stat) {
            if (clock != null) {
                clock.close();
            }
        }
    }
}
