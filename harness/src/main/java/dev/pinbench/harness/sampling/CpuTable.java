package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.util.Arrays;

/** The readings of one frame by CPU and {@link CpuCounter}: absolute, {@link Counters#MISSING} where there is none. */
final class CpuTable {

    static final int WIDTH = CpuCounter.values().length;

    private long[] values = new long[0];
    private boolean[] online = new boolean[0];
    private int onlineCount;

    @SuppressWarnings("EnumOrdinal") // the order of the enum is the order of the columns
    static int column(CpuCounter counter) {
        return counter.ordinal();
    }

    void clear() {
        Arrays.fill(values, Counters.MISSING);
        Arrays.fill(online, false);
        onlineCount = 0;
    }

    /** CPU numbers are below this. */
    int cpuLimit() {
        return online.length;
    }

    void put(int cpu, int column, long value) {
        reach(cpu);
        values[cpu * WIDTH + column] = value;
    }

    long get(int cpu, int column) {
        return cpu < online.length ? values[cpu * WIDTH + column] : Counters.MISSING;
    }

    void markOnline(int cpu) {
        reach(cpu);
        if (!online[cpu]) {
            online[cpu] = true;
            onlineCount++;
        }
    }

    boolean isOnline(int cpu) {
        return cpu < online.length && online[cpu];
    }

    int onlineCount() {
        return onlineCount;
    }

    /** The online CPU with the next higher number than {@code cpu}, or -1. */
    int nextOnline(int cpu) {
        for (int next = cpu + 1; next < online.length; next++) {
            if (online[next]) {
                return next;
            }
        }
        return -1;
    }

    /** Takes over from {@code other} which CPUs are online. */
    void copyOnline(CpuTable other) {
        Arrays.fill(online, false);
        onlineCount = 0;
        for (int cpu = other.nextOnline(-1); cpu >= 0; cpu = other.nextOnline(cpu)) {
            markOnline(cpu);
        }
    }

    /** Makes the columns from {@code first} to {@code last} missing on every CPU. */
    void forget(int first, int last) {
        for (int row = 0; row < values.length; row += WIDTH) {
            Arrays.fill(values, row + first, row + last + 1, Counters.MISSING);
        }
    }

    private void reach(int cpu) {
        int old = online.length;
        if (cpu >= old) {
            int limit = Math.max(cpu + 1, 2 * old);
            values = Arrays.copyOf(values, limit * WIDTH);
            Arrays.fill(values, old * WIDTH, values.length, Counters.MISSING);
            online = Arrays.copyOf(online, limit);
        }
    }
}
