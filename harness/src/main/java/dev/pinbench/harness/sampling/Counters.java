package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuRow;

/**
 * From two readings of a counter to its increase. The kernel keeps the counters of /proc/softirqs, /proc/interrupts and
 * /proc/net/softnet_stat as unsigned int (include/linux/irq_cpustat.h, include/linux/kernel_stat.h,
 * include/linux/netdevice.h), so those wrap; ticks, nanoseconds and interface counters have 64 bits and never should.
 */
final class Counters {

    static final long MISSING = CpuRow.MISSING;
    static final long U32_MAX = 0xffff_ffffL;

    /**
     * Above this an "increase" is a reset, or not to be told from one: 27 s of ten million packets a second. Only a counter that
     * is reset within so much of its end is still taken for one that wrapped.
     */
    private static final long U32_BELIEVABLE = 1L << 28;

    private Counters() {}

    /** Whether the first {@code count} readings, none negative, all fit 32 bits. */
    static boolean are32(long[] readings, int count) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            all |= readings[i];
        }
        return all <= U32_MAX;
    }

    /** Increase modulo 2^32; {@link #MISSING} where a reading is missing or the step is not believable. */
    static long increase32(long before, long now) {
        if (before == MISSING || now == MISSING) {
            return MISSING;
        }
        long increase = now - before & U32_MAX;
        return increase > U32_BELIEVABLE ? MISSING : increase;
    }

    /** Increase; {@link #MISSING} where a reading is missing or the counter fell. */
    static long increase64(long before, long now) {
        if (before == MISSING || now == MISSING || now < before) {
            return MISSING;
        }
        return now - before;
    }

    /** Whether the increase is missing although both readings are there: a gap that has to be told. */
    static boolean isStep(long increase, long before, long now) {
        return increase == MISSING && before != MISSING && now != MISSING;
    }
}
