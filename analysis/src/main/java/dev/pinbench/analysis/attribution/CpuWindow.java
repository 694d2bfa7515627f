package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The counters of one CPU, added up over the window. A frame without a value is left out of the sum and of the time alike. */
@SuppressWarnings("EnumOrdinal") // rows hold their counters by ordinal
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

    private static final int COUNTERS = CpuCounter.values().length;

    /** By ordinal of the counter: its increases, the time of the frames that have one, and how many these are. */
    private final long[] sums = new long[COUNTERS];

    private final long[] elapsed = new long[COUNTERS];
    private final int[] present = new int[COUNTERS];

    /** Of the frames that have every tick class: its increases, and their time. */
    private final long[] ticks = new long[COUNTERS];

    private long tickedNanos;

    void add(CpuRow row) {
        long[] increases = row.increases();
        long nanos = row.time().elapsedNanos();
        for (int i = 0; i < COUNTERS; i++) {
            if (increases[i] != CpuRow.MISSING) {
                sums[i] += increases[i];
                elapsed[i] += nanos;
                present[i]++;
            }
        }
        for (CpuCounter counter : TICKS) {
            if (increases[counter.ordinal()] == CpuRow.MISSING) {
                return;
            }
        }
        for (CpuCounter counter : TICKS) {
            ticks[counter.ordinal()] += increases[counter.ordinal()];
        }
        tickedNanos += nanos;
    }

    /**
     * The share of some tick classes in all ticks of this CPU, from the frames that have every class. The CPU's own ticks
     * are the denominator, not the time on the wall: on a tickless kernel idle ticks are booked late, so that the sum of
     * a short window can deviate from USER_HZ times its length. Empty if no tick was booked.
     */
    OptionalDouble tickShare(CpuCounter... classes) {
        long all = 0;
        for (CpuCounter counter : TICKS) {
            all += ticks[counter.ordinal()];
        }
        long wanted = 0;
        for (CpuCounter counter : classes) {
            wanted += ticks[counter.ordinal()];
        }
        return all > 0 ? OptionalDouble.of((double) wanted / all) : OptionalDouble.empty();
    }

    /** The time that {@link #tickShare} rests on, ns. */
    long tickedNanos() {
        return tickedNanos;
    }

    /** Increase per ns over the frames that have a value; empty if none has. A counter of ns gives a share of time. */
    OptionalDouble perNano(CpuCounter counter) {
        int i = counter.ordinal();
        return elapsed[i] > 0 ? OptionalDouble.of((double) sums[i] / elapsed[i]) : OptionalDouble.empty();
    }

    /** The share of time that the CPU's ksoftirqd ran: by its task clock, or where a frame has none by {@code schedstat}. */
    OptionalDouble ksoftirqdRun() {
        boolean clocked = present[CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS.ordinal()]
                >= Math.max(1, present[CpuCounter.KSOFTIRQD_RUN_NANOS.ordinal()]);
        return perNano(clocked ? CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS : CpuCounter.KSOFTIRQD_RUN_NANOS);
    }

    /** The whole increase; empty if any of {@code frames} frames has no value, as a sum with a hole is no sum. */
    OptionalLong total(CpuCounter counter, int frames) {
        int i = counter.ordinal();
        return present[i] == frames ? OptionalLong.of(sums[i]) : OptionalLong.empty();
    }
}
