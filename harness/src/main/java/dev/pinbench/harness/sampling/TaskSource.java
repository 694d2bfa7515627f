package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The threads of every watched process. */
final class TaskSource implements Source, Closeable {

    private final Workbench bench;
    private final List<WatchedProcess> processes = new ArrayList<>();

    /** Handed over by other threads; lock-free, and empty in most frames. */
    private final Queue<WatchedProcess> newcomers = new ConcurrentLinkedQueue<>();

    TaskSource(Workbench bench) {
        this.bench = bench;
    }

    /** From the next frame on watches all threads of {@code pid}; may be called from any thread. */
    void watch(TaskRole role, long pid) {
        newcomers.add(WatchedProcess.of(bench, role, pid));
    }

    /** As the other, for the process that samples. */
    void watchOwn(long pid) {
        newcomers.add(WatchedProcess.own(bench, pid));
    }

    /** Whether the process is watched, or will be from the next frame on. */
    boolean watches(int pid) {
        for (int i = 0; i < processes.size(); i++) {
            if (processes.get(i).pid() == pid) {
                return true;
            }
        }
        if (newcomers.isEmpty()) {
            return false;
        }
        for (WatchedProcess newcomer : newcomers) {
            if (newcomer.pid() == pid) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void sample(int frame) {
        for (WatchedProcess newcomer = newcomers.poll(); newcomer != null; newcomer = newcomers.poll()) {
            processes.add(newcomer);
        }
        for (int i = processes.size() - 1; i >= 0; i--) {
            if (!processes.get(i).sample(frame)) {
                processes.remove(i);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (WatchedProcess process : processes) {
            process.close();
        }
        processes.clear();
    }
}
