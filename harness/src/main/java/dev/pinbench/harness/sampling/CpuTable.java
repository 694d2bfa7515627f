package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.util.Arrays;

/**
 * The readings of one frame by CPU and {@link CpuCounter}: absolute, {@link Counters#MISSING} where there is none.
 *
 * <p>Readings stand together as they do in the kernel's files: those of softirq vectors by vector, all others by CPU.
 */
final class CpuTable {

    static final int WIDTH = CpuCounter.values().length;

    private static final int FIRST_VECTOR = column(CpuCounter.HI);
    private static final int VECTORS = column(CpuCounter.RCU) + 1 - FIRST_VECTOR;

    /** Of each CPU a row of {@link #WIDTH}; those of vectors are not used. */
    private long[] values = new long[0];

    /** Of each vector as many as there are CPUs. */
    private long[] vectors = new long[0];

    private boolean[] online = new boolean[0];
    private int onlineCount;

    @SuppressWarnings("EnumOrdinal") // the order of the enum is the order of the columns
    static int column(CpuCounter counter) {
        return counter.ordinal();
    }

    void clear() {
        Arrays.fill(values, Counters.MISSING);
        Arrays.fill(vectors, Counters.MISSING);
        Arrays.fill(online, false);
        onlineCount = 0;
    }

    /** CPU numbers are below this. */
    int cpuLimit() {
        return online.length;
    }

    void put(int cpu, int column, long value) {
        reach(cpu);
        if (isVector(column)) {
            vectors[vectorBegin(column) + cpu] = value;
        } else {
            values[cpu * WIDTH + column] = value;
        }
    }

    /** The first {@code count} of {@code readings} as those of one CPU from {@code column} on, none of them of a vector. */
    void putCpu(int cpu, int column, long[] readings, int count) {
        reach(cpu);
        System.arraycopy(readings, 0, values, cpu * WIDTH + column, count);
    }

    /** A vector's readings on every CPU that {@code header} names, in its order. */
    void putVector(int column, CpuHeader header, long[] readings) {
        reach(header.highestCpu());
        header.spread(readings, vectors, vectorBegin(column));
    }

    long get(int cpu, int column) {
        if (cpu >= online.length) {
            return Counters.MISSING;
        }
        return isVector(column) ? vectors[vectorBegin(column) + cpu] : values[cpu * WIDTH + column];
    }

    private static boolean isVector(int column) {
        return column >= FIRST_VECTOR && column < FIRST_VECTOR + VECTORS;
    }

    private int vectorBegin(int column) {
        return (column - FIRST_VECTOR) * online.length;
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
        for (int cpu = 0; cpu < online.length; cpu++) {
            for (int column = first; column <= last; column++) {
                put(cpu, column, Counters.MISSING);
            }
        }
    }

    private void reach(int cpu) {
        if (cpu < online.length) {
            return;
        }
        int old = online.length;
        int limit = Math.max(cpu + 1, 2 * old);
        values = Arrays.copyOf(values, limit * WIDTH);
        Arrays.fill(values, old * WIDTH, values.length, Counters.MISSING);
        long[] wider = new long[limit * VECTORS];
        Arrays.fill(wider, Counters.MISSING);
        for (int vector = 0; vector < VECTORS; vector++) {
            System.arraycopy(vectors, vector * old, wider, vector * limit, old);
        }
        vectors = wider;
        online = Arrays.copyOf(online, limit);
    }
}
