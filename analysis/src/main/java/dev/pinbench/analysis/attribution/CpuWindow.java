package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The counters of one CPU over the window. A frame without a value is left out of the sum and of the time alike. */
final class CpuWindow {

    private static final List<CpuCounter> TICKS = List.of(
            CpuCounter.USER_TICKS,
            CpuCounter.NICE_TICKS,
            CpuCounter.SYSTEM_TICKS,
            CpuCounter.IDLE_TICKS,
            CpuCounter.IOWAIT_TICKS,
            CpuCounter.IRQ_TICKS,
            CpuCounter.SOFTIRQ_TICKS,
            CpuCounter.STEAL_TICKS);

    private final List<CpuRow> rows;

    CpuWindow(List<CpuRow> rows) {
        this.rows = rows;
    }

    /**
     * The share of some tick classes in all ticks of this CPU, from the frames that have every class. The CPU's own ticks
     * are the denominator, not the time on the wall: on a tickless kernel idle ticks are booked late, so that the sum of
     * a short window can deviate from USER_HZ times its length. Empty if no tick was booked.
     */
    OptionalDouble tickShare(CpuCounter... classes) {
        long all = 0;
        long wanted = 0;
        for (CpuRow row : rows) {
            if (TICKS.stream().allMatch(counter -> row.increase(counter).isPresent())) {
                all += TICKS.stream()
                        .mapToLong(c -> row.increase(c).orElseThrow())
                        .sum();
                for (CpuCounter counter : classes) {
                    wanted += row.increase(counter).orElseThrow();
                }
            }
        }
        return all > 0 ? OptionalDouble.of((double) wanted / all) : OptionalDouble.empty();
    }

    /** The time that {@link #tickShare} rests on, ns. */
    long tickedNanos() {
        return rows.stream()
                .filter(row ->
                        TICKS.stream().allMatch(counter -> row.increase(counter).isPresent()))
                .mapToLong(row -> row.time().elapsedNanos())
                .sum();
    }

    /** Increase per ns over the frames that have a value; empty if none has. A counter of ns gives a share of time. */
    OptionalDouble perNano(CpuCounter counter) {
        long sum = 0;
        long elapsed = 0;
        for (CpuRow row : rows) {
            OptionalLong increase = row.increase(counter);
            if (increase.isPresent()) {
                sum += increase.getAsLong();
                elapsed += row.time().elapsedNanos();
            }
        }
        return elapsed > 0 ? OptionalDouble.of((double) sum / elapsed) : OptionalDouble.empty();
    }

    /** The whole increase; empty if any of {@code frames} frames has no value, as a sum with a hole is no sum. */
    OptionalLong total(CpuCounter counter, int frames) {
        if (rows.size() != frames
                || rows.stream().anyMatch(row -> row.increase(counter).isEmpty())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(rows.stream()
                .mapToLong(row -> row.increase(counter).orElseThrow())
                .sum());
    }
}
