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
 * What the frames say of the time of one CPU that the probe's rows cover: only those that lie wholly in it, so that the two
 * are up to a frame apart at each edge and no more, however late the probe's first reading was.
 */
final class Stretch {

    private static final class TaskRun {
        private final TaskRole role;
        private final int firstFrame;
        private long bookedNanos;
        private long clockNanos;
        private boolean clocked = true;

        TaskRun(TaskRow first) {
            role = first.role();
            firstFrame = first.time().frame();
        }

        private void add(TaskRow row) {
            bookedNanos += row.runNanos();
            clocked &= row.clocked();
            clockNanos += clocked ? row.taskClockNanos() : 0;
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
            if (stretch != null && stretch.holds(row.time())) {
                stretch.counters.add(row);
                stretch.elapsedNanos += row.time().elapsedNanos();
                stretch.firstFrame = Math.min(stretch.firstFrame, row.time().frame());
            }
        }
        for (TaskRow row : frames.task()) {
            Stretch stretch = byCpu.get(row.cpu());
            if (stretch != null && stretch.holds(row.time())) {
                stretch.tasks
                        .computeIfAbsent(row.tid(), tid -> new TaskRun(row))
                        .add(row);
            }
        }
        return byCpu;
    }

    private boolean holds(FrameTime time) {
        return time.elapsedNanos() > 0
                && time.startNanos() - time.elapsedNanos() >= startNanos
                && time.startNanos() <= endNanos;
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
        return task == null ? OptionalDouble.empty() : OptionalDouble.of((double) task.bookedNanos / elapsedNanos);
    }

    /** The same by its task clock; empty also if a frame has none. */
    OptionalDouble clockShare(int tid) {
        TaskRun task = wholly(tid);
        return task == null || !task.clocked
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) task.clockNanos / elapsedNanos);
    }

    /** The task, if its run time is known from the begin on. */
    private @Nullable TaskRun wholly(int tid) {
        TaskRun task = tasks.get(tid);
        boolean late = task != null && task.role == TaskRole.CO_RUNNER && task.firstFrame > firstFrame + 1;
        return late ? null : task;
    }
}
