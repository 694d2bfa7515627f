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

/**
 * All threads of a process. Its folder is listed again when a thread has gone, or when the number of threads that the
 * leader's stat gives is not the number watched: so threads that start late are found in the next frame, and frames in
 * which nothing changed list nothing.
 */
final class WatchedProcess implements Closeable {

    private final Workbench bench;
    private final TaskRole role;
    private final long pid;
    private final Path taskFolder;
    private final List<WatchedTask> tasks = new ArrayList<>();
    private boolean seen;

    WatchedProcess(Workbench bench, TaskRole role, long pid) {
        this.bench = bench;
        this.role = role;
        this.pid = pid;
        this.taskFolder = bench.procRoot().resolve(pid + "/task");
    }

    long pid() {
        return pid;
    }

    /** Reads every thread; returns whether the process is still there. */
    boolean sample(int frame) {
        boolean list = tasks.isEmpty();
        long threads = tasks.size();
        for (int i = tasks.size() - 1; i >= 0; i--) {
            WatchedTask task = tasks.get(i);
            if (!task.sample(frame)) {
                tasks.remove(i);
                closeQuietly(task);
                list = true;
            } else if (task.isLeader()) {
                threads = task.threadsOfProcess();
            }
        }
        boolean complete = !list && threads == tasks.size();
        return complete || discover(frame);
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
            WatchedTask task = WatchedTask.open(bench, role, pid, tid);
            if (task.sample(frame)) {
                tasks.add(task);
            } else {
                task.close();
            }
        } catch (IOException e) {
            if (Files.exists(taskFolder.resolve(Integer.toString(tid)))) {
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
