package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.Map;
import java.util.TreeMap;

/** The rows of one task, added up over the window. */
final class TaskWindow {

    private final TaskRole role;
    private final int firstFrame;
    private final Map<Integer, Long> runNanosByCpu = new TreeMap<>();
    private int lastFrame;
    private long waitNanos;
    private long seenNanos;

    TaskWindow(TaskRow first) {
        role = first.role();
        firstFrame = first.time().frame();
    }

    void add(TaskRow row) {
        runNanosByCpu.merge(row.cpu(), row.runNanos(), Long::sum);
        lastFrame = row.time().frame();
        waitNanos += row.waitNanos();
        seenNanos += row.time().elapsedNanos();
    }

    /** As which it was first seen. */
    TaskRole role() {
        return role;
    }

    Map<Integer, Long> runNanosByCpu() {
        return runNanosByCpu;
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
