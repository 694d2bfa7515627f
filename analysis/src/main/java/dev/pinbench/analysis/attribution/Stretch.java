package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.ProbeRow;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the frames say of the time of one CPU that the probe's rows cover, however late the probe's first reading was.
 *
 * <p>Frames and rows begin at different times. Of a frame at an edge the run times of tasks count as much as of its time is
 * covered, as if the task had run evenly in it: both then speak of the same time, and only how it ran within a part of two frames
 * is not known. Counters are whole numbers of few, so that only frames that lie wholly within are taken for those.
 */
final class Stretch {

    private static final class TaskRun {
        private final TaskRole role;
        private final int firstFrame;
        private double bookedNanos;
        private double clockNanos;
        private boolean clocked = true;

        TaskRun(TaskRow first) {
            role = first.role();
            firstFrame = first.time().frame();
        }

        private void add(TaskRow row, double part) {
            bookedNanos += part * row.runNanos();
            clocked &= row.clocked();
            clockNanos += clocked ? part * row.taskClockNanos() : 0;
        }
    }

    private final long startNanos;
    private final long endNanos;
    private final CpuWindow counters = new CpuWindow();
    private final Map<Integer, TaskRun> tasks = new HashMap<>();
    private long elapsedNanos;
    private int firstFrame = Integer.MAX_VALUE;

    private Stretch(List<ProbeRow> rows) {
        startNanos = rows.stream().mapToLong(ProbeRow::startNanos).min().orElse(0);
        endNanos = rows.stream().mapToLong(ProbeRow::endNanos).max().orElse(0);
    }

    /** Of each CPU that has rows. */
    static SortedMap<Integer, Stretch> of(Frames frames, Map<Integer, List<ProbeRow>> rowsByCpu) {
        SortedMap<Integer, Stretch> byCpu = new TreeMap<>();
        rowsByCpu.forEach((cpu, rows) -> byCpu.put(cpu, new Stretch(rows)));
        for (CpuRow row : frames.cpu()) {
            Stretch stretch = byCpu.get(row.cpu());
            long overlap = stretch == null ? 0 : stretch.overlapNanos(row.time());
            if (stretch != null && overlap > 0) {
                stretch.elapsedNanos += overlap;
                stretch.firstFrame = Math.min(stretch.firstFrame, row.time().frame());
                if (overlap == row.time().elapsedNanos()) {
                    stretch.counters.add(row);
                }
            }
        }
        for (TaskRow row : frames.task()) {
            Stretch stretch = byCpu.get(row.cpu());
            long overlap = stretch == null ? 0 : stretch.overlapNanos(row.time());
            if (stretch != null && overlap > 0) {
                stretch.tasks
                        .computeIfAbsent(row.tid(), tid -> new TaskRun(row))
                        .add(row, (double) overlap / row.time().elapsedNanos());
            }
        }
        return byCpu;
    }

    /** How much of a frame's time is covered; 0 or less if none is. */
    private long overlapNanos(FrameTime time) {
        return Math.min(time.startNanos(), endNanos) - Math.max(time.startNanos() - time.elapsedNanos(), startNanos);
    }

    CpuWindow counters() {
        return counters;
    }

    /**
     * The share of the stretch that a task ran on this CPU by {@code schedstat}; empty if it was not watched, or is a co-runner that was found
     * within: of that nobody knows how much it ran before.
     */
    OptionalDouble bookedShare(int tid) {
        TaskRun task = wholly(tid);
        return task == null ? OptionalDouble.empty() : OptionalDouble.of(task.bookedNanos / elapsedNanos);
    }

    /** The same by its task clock; empty also if a frame has none. */
    OptionalDouble clockShare(int tid) {
        TaskRun task = wholly(tid);
        return task == null || !task.clocked
                ? OptionalDouble.empty()
                : OptionalDouble.of(task.clockNanos / elapsedNanos);
    }

    /** The share of the stretch that the switches to a task took; empty if they were not timed. */
    OptionalDouble switchShare(SwitchShares switches, int cpu, int tid) {
        return switches.of(cpu, tid, startNanos, endNanos);
    }

    /** The task, if its run time is known from the begin on. */
    private @Nullable TaskRun wholly(int tid) {
        TaskRun task = tasks.get(tid);
        boolean late = task != null && task.role == TaskRole.CO_RUNNER && task.firstFrame > firstFrame + 1;
        return late ? null : task;
    }
}
