package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the switches to the tasks of one core took. The exact probe gives them to the task switched to, as the kernel's own book does
 * (set_next_task sets its {@code exec_start} before context_switch, kernel/sched/core.c); a task clock runs from the end of the
 * switch on. The kernel's book may give the time of one task to the next, but of all tasks of a core together it is right. So what
 * the frames' {@code schedstat} has more than their task clocks, over all tasks of the core, is the switches; each is taken to be as
 * long as the others. Nothing of it comes from the probe but how often each task was switched to.
 */
final class SwitchTime {
    private final double shareEach;

    private SwitchTime(double shareEach) {
        this.shareEach = shareEach;
    }

    /** Of the tasks of a core: those with {@code schedstat} and task clock and a known number of switches. */
    static SwitchTime of(Collection<List<ProbeRow>> rowsByTask, Stretch stretch) {
        double excess = 0;
        long switches = 0;
        for (List<ProbeRow> rows : rowsByTask) {
            Integer tid = rows.get(0).tid();
            Long count = count(rows);
            if (tid != null && count != null) {
                OptionalDouble booked = stretch.bookedShare(tid);
                OptionalDouble clocked = stretch.clockShare(tid);
                if (booked.isPresent() && clocked.isPresent()) {
                    excess += booked.getAsDouble() - clocked.getAsDouble();
                    switches += count;
                }
            }
        }
        return new SwitchTime(switches == 0 ? 0 : Math.max(0, excess) / switches);
    }

    /** The share of the core that the switches to one task took; {@code null} if it is not known how many there were. */
    @Nullable
    Double share(List<ProbeRow> rows) {
        Long count = count(rows);
        return count == null ? null : (Double) (count * shareEach);
    }

    private static @Nullable Long count(List<ProbeRow> rows) {
        long sum = 0;
        boolean known = false;
        for (ProbeRow row : rows) {
            Long count = row.count();
            if (row.kind() == ProbeKind.TASK && count != null) {
                sum += count;
                known = true;
            }
        }
        return known ? (Long) sum : null;
    }
}
