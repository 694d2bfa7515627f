package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TimedBudget;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes budgets of cores from rows of the exact probe; what a task is to the trial is known from the frames. */
final class TimedBudgets {
    private static final int IDLE_TID = 0;

    private final Map<Integer, TaskRole> roles = new HashMap<>();

    TimedBudgets(Frames frames) {
        frames.task().forEach(row -> roles.put(row.tid(), row.role()));
    }

    /**
     * The budget of one core.
     *
     * @param rows of this core and of the time that counts
     * @param coveredNanos length of that time
     */
    TimedBudget of(int cpu, List<ProbeRow> rows, long coveredNanos) {
        double covered = coveredNanos;
        Map<TaskRole, Long> own = new EnumMap<>(TaskRole.class);
        long ksoftirqd = 0;
        long inlineSoftirq = 0;
        long hardIrq = 0;
        long untold = 0;
        long idle = 0;
        long unwatched = 0;
        for (ProbeRow row : rows) {
            switch (row.kind()) {
                case TASK, TASK_SOFTIRQ, TASK_IRQ -> {
                    // a task's own work is what is left without the other two, so that each ns has one place
                    long nanos = row.kind() == ProbeKind.TASK ? row.nanos() : -row.nanos();
                    Integer tid = row.tid();
                    TaskRole role = tid == null ? null : roles.get(tid);
                    hardIrq += row.kind() == ProbeKind.TASK_IRQ ? row.nanos() : 0;
                    inlineSoftirq +=
                            row.kind() == ProbeKind.TASK_SOFTIRQ && role != TaskRole.KSOFTIRQD ? row.nanos() : 0;
                    if (row.untold()) {
                        untold += nanos;
                    } else if (tid != null && tid == IDLE_TID) {
                        idle += nanos;
                    } else if (role == TaskRole.KSOFTIRQD) {
                        ksoftirqd += row.kind() == ProbeKind.TASK_SOFTIRQ ? 0 : nanos;
                    } else if (role == null) {
                        unwatched += nanos;
                    } else {
                        own.merge(role, nanos, Long::sum);
                    }
                }
                case SOFTIRQ, IRQ, TASK_BOOKED, TASK_SWITCH -> {
                    // the same time by vector and by number, and of switches; and the kernel's book, which is none
                }
            }
        }
        return new TimedBudget(
                cpu,
                (nanos(own, TaskRole.CLIENT) + nanos(own, TaskRole.SERVER)) / covered,
                ksoftirqd / covered,
                inlineSoftirq / covered,
                hardIrq / covered,
                nanos(own, TaskRole.COMPETITOR) / covered,
                nanos(own, TaskRole.HARNESS) / covered,
                (nanos(own, TaskRole.CO_RUNNER) + unwatched) / covered,
                untold / covered,
                idle / covered,
                roles.containsValue(TaskRole.NAPI) ? (Double) (nanos(own, TaskRole.NAPI) / covered) : null);
    }

    private static long nanos(Map<TaskRole, Long> own, TaskRole role) {
        return own.getOrDefault(role, 0L);
    }
}
