package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All threads of a process. Of the process that samples, those are read that ran last, one after the other, until all that
 * the kernel says its threads ran is accounted for; and all at least once a second. So what a thread waited, and the little
 * that it ran unnoticed, may come late.
 *
 * <p>Its folder is listed again when a thread has gone, or when the number of threads that the leader's stat gives is not the
 * number watched: so threads that start late are found when next all are read, and frames in which nothing changed list
 * nothing.
 */
final class WatchedProcess implements Closeable {
    /** However little the others seem to run: they are read after this time. */
    private static final long MOST_UNREAD_NANOS = 1_000_000_000;

    private final Workbench bench;
    private final TaskRole role;
    private final long pid;
    private final Path taskFolder;
    private final List<WatchedTask> tasks = new ArrayList<>();
    private final @Nullable OwnActivity own;
    private final boolean clocked;
    private boolean seen;
    private boolean incomplete;
    private long allReadAt;

    private WatchedProcess(Workbench bench, TaskRole role, long pid, @Nullable OwnActivity own, boolean clocked) {
        this.bench = bench;
        this.role = role;
        this.pid = pid;
        this.own = own;
        this.clocked = clocked;
        this.taskFolder = bench.procRoot().resolve(pid + "/task");
    }

    static WatchedProcess of(Workbench bench, TaskRole role, long pid) {
        return new WatchedProcess(bench, role, pid, null, true);
    }

    /**
     * The process that samples, of which only the sampling thread is read while no other one runs. Its hundreds of threads get
     * no task clocks: what they run is little.
     */
    static WatchedProcess own(Workbench bench, long pid) {
        return new WatchedProcess(
                bench, TaskRole.HARNESS, pid, OwnActivity.of(bench.procRoot()).orElse(null), false);
    }

    long pid() {
        return pid;
    }

    /** Reads every thread that may have run; returns whether the process is still there. */
    boolean sample(int frame) {
        incomplete |= tasks.isEmpty();
        long unseen = own == null ? OwnActivity.ANYTHING : unseen(own, frame);
        boolean list = incomplete;
        boolean all = true;
        long threads = tasks.size();
        incomplete = false;
        for (int i = tasks.size() - 1; i >= 0; i--) {
            WatchedTask task = tasks.get(i);
            boolean caller = own != null && task.tid() == own.callerTid();
            if (unseen < OwnActivity.IGNORED_NANOS && !caller) {
                all = false;
                continue;
            }
            long before = task.runNanos();
            if (!task.sample(frame)) {
                tasks.remove(i);
                closeQuietly(task);
                list = true;
                continue;
            }
            if (task.isLeader()) {
                threads = task.threadsOfProcess();
            }
            long ran = Counters.increase64(before, task.runNanos());
            if (own != null && !caller && ran > 0) {
                own.saw(ran);
                unseen -= unseen == OwnActivity.ANYTHING ? 0 : ran;
                // who ran is the first to be asked the next time
                tasks.remove(i);
                tasks.add(task);
            }
        }
        if (own != null && all) {
            own.sawAll();
            allReadAt = System.nanoTime();
        }
        boolean complete = !list && threads == tasks.size();
        return complete || discover(frame);
    }

    private long unseen(OwnActivity activity, int frame) {
        try {
            long unseen = activity.unseenNanos();
            boolean due = incomplete || System.nanoTime() - allReadAt >= MOST_UNREAD_NANOS;
            return due ? OwnActivity.ANYTHING : unseen;
        } catch (IOException e) {
            gap(frame, "the sampling thread's own number cannot be read: " + e.getMessage());
            return OwnActivity.ANYTHING;
        }
    }

    private boolean discover(int frame) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(taskFolder)) {
            for (Path folder : folders) {
                add(frame, Integer.parseInt(folder.getFileName().toString()));
            }
        } catch (NoSuchFileException e) {
            if (!seen) {
                gap(frame, "no such process");
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
            // a process that ends while it is listed is no gap
            if (Files.exists(taskFolder)) {
                incomplete = true;
                gap(frame, String.valueOf(e.getMessage()));
            }
        }
        seen |= !tasks.isEmpty();
        return !tasks.isEmpty();
    }

    private void add(int frame, int tid) {
        for (WatchedTask task : tasks) {
            if (task.tid() == tid) {
                return;
            }
        }
        try {
            WatchedTask task = clocked
                    ? WatchedTask.open(bench, role, pid, tid)
                    : WatchedTask.openWithoutClock(bench, role, pid, tid);
            if (task.sample(frame)) {
                tasks.add(task);
            } else {
                task.close();
            }
        } catch (IOException e) {
            if (Files.exists(taskFolder.resolve(Integer.toString(tid)))) {
                incomplete = true;
                gap(frame, String.valueOf(e.getMessage()));
            }
        }
    }

    private void closeQuietly(WatchedTask task) {
        try {
            task.close();
        } catch (IOException e) {
            gap(0, "cannot close a file of thread " + task.tid() + ": " + e.getMessage());
        }
    }

    private void gap(int frame, String complaint) {
        bench.gaps().add(frame, "process " + pid, taskFolder + ": " + role.text() + " process: " + complaint);
    }

    @Override
    public void close() throws IOException {
        for (WatchedTask task : tasks) {
            task.close();
        }
        tasks.clear();
    }
}
