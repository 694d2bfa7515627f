package dev.pinbench.harness.probe;

import dev.pinbench.analysis.results.ProbeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one CPU from reading to reading. Those of even and odd intervals are kept apart in the kernel and each
 * stands still while the other grows, so that the two last closed intervals together give every total up to the instant
 * at which the later one was closed. A reading that came too late costs no time: the row from the last total to the next
 * is longer.
 */
final class CpuTally {

    /** A counter's value. */
    record Value(long nanos, long count) {
        static final Value NONE = new Value(0, 0);

        Value plus(Value other) {
            return new Value(nanos + other.nanos, count + other.count);
        }
    }

    private static final long NOT_READ = -1;

    private final int cpu;
    private final List<Map<ProbeKey, Value>> slots;
    private final long[] slotEpochs = {NOT_READ, NOT_READ};
    private @Nullable Map<ProbeKey, Value> totals;
    private long totalsAt;
    private long longestElapsed;

    CpuTally(int cpu) {
        this.cpu = cpu;
        this.slots = new ArrayList<>(List.of(Map.of(), Map.of()));
    }

    /**
     * Takes in the counters of the interval that was closed last.
     *
     * @param closed its number, from 0
     * @param closedAt when it was closed, ns
     * @param values the counters of even or odd intervals, as {@code closed} is
     * @param rows where what was added since the last total goes
     */
    void take(long closed, long closedAt, Map<ProbeKey, Value> values, long originNanos, List<ProbeRow> rows) {
        int slot = (int) (closed % 2);
        slots.set(slot, values);
        slotEpochs[slot] = closed;
        if (slotEpochs[1 - slot] != closed - 1) {
            return;
        }
        Map<ProbeKey, Value> now = new HashMap<>(slots.get(0));
        slots.get(1).forEach((key, value) -> now.merge(key, value, Value::plus));
        Map<ProbeKey, Value> before = totals;
        if (before != null && closedAt > totalsAt) {
            now.forEach((key, value) -> {
                Value old = Objects.requireNonNullElse(before.get(key), Value.NONE);
                if (value.nanos() != old.nanos() || value.count() != old.count()) {
                    rows.add(row(
                            key,
                            closedAt - originNanos,
                            originNanos,
                            value.nanos() - old.nanos(),
                            value.count() - old.count()));
                }
            });
            longestElapsed = Math.max(longestElapsed, closedAt - totalsAt);
        }
        totals = now;
        totalsAt = closedAt;
    }

    /** Length of the longest interval that became rows, ns. */
    long longestNanos() {
        return longestElapsed;
    }

    private ProbeRow row(ProbeKey key, long end, long originNanos, long nanos, long count) {
        boolean counted = switch (key.kind()) {
            case SOFTIRQ, IRQ, TASK -> true;
            case TASK_SOFTIRQ, TASK_IRQ, TASK_BOOKED, TASK_SWITCH -> false;
        };
        return new ProbeRow(
                totalsAt - originNanos,
                end,
                cpu,
                key.kind(),
                key.name(),
                key.context(),
                key.tid(),
                nanos,
                counted ? (Long) count : null);
    }
}
