package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one task, added up over the window. */
final class TaskWindow {

    /** What it did on one CPU. */
    static final class OnCpu {
        private final TaskRole role;
        private final int firstFrame;
        private long runNanos;

        private OnCpu(TaskRow first) {
            role = first.role();
            firstFrame = first.time().frame();
        }

        /** As which it was first seen there. */
        TaskRole role() {
            return role;
        }

        int firstFrame() {
            return firstFrame;
        }

        long runNanos() {
            return runNanos;
        }
    }

    private final TaskRole role;
    private final int firstFrame;
    private final Map<Integer, OnCpu> byCpu = new TreeMap<>();
    private int lastFrame;
    private long waitNanos;
    private long seenNanos;

    TaskWindow(TaskRow first) {
        role = first.role();
        firstFrame = first.time().frame();
    }

    void add(TaskRow row) {
        byCpu.computeIfAbsent(row.cpu(), cpu -> new OnCpu(row)).runNanos += row.runNanos();
        lastFrame = row.time().frame();
        waitNanos += row.waitNanos();
        seenNanos += row.time().elapsedNanos();
    }

    /** As which it was first seen. */
    TaskRole role() {
        return role;
    }

    Map<Integer, OnCpu> byCpu() {
        return byCpu;
    }

    @Nullable
    OnCpu on(int cpu) {
        return byCpu.get(cpu);
    }

    int firstFrame() {
        return firstFrame;
    }

    int lastFrame() {
        return lastFrame;
    }

    long waitNanos() {
        return waitNanos;
    }

    /** The time of the frames that have a row of it. */
    long seenNanos() {
        return seenNanos;
    }
}
