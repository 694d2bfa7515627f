package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of one task, added up over the window. Its run time is that of the task clock if each of them has one, and schedstat's
 * otherwise: the two are not to be mixed.
 */
final class TaskWindow {

    private final TaskRole role;
    private final int firstFrame;
    private final Map<Integer, Long> bookedNanosByCpu = new TreeMap<>();
    private final Map<Integer, Long> clockNanosByCpu = new TreeMap<>();
    private boolean clocked = true;
    private int lastFrame;
    private long waitNanos;
    private long seenNanos;

    TaskWindow(TaskRow first) {
        role = first.role();
        firstFrame = first.time().frame();
    }

    void add(TaskRow row) {
        bookedNanosByCpu.merge(row.cpu(), row.runNanos(), Long::sum);
        clocked &= row.clocked();
        if (clocked) {
            clockNanosByCpu.merge(row.cpu(), row.taskClockNanos(), Long::sum);
        }
        lastFrame = row.time().frame();
        waitNanos += row.waitNanos();
        seenNanos += row.time().elapsedNanos();
    }

    /** As which it was first seen. */
    TaskRole role() {
        return role;
    }

    /** Whether {@link #runNanosByCpu} is that of the task clock. */
    boolean clocked() {
        return clocked;
    }

    /** By {@code schedstat}, also where there is a task clock. */
    Map<Integer, Long> bookedNanosByCpu() {
        return bookedNanosByCpu;
    }

    Map<Integer, Long> runNanosByCpu() {
        return clocked ? clockNanosByCpu : bookedNanosByCpu;
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
