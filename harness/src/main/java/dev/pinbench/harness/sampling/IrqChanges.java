package dev.pinbench.harness.sampling;

import java.util.Arrays;

/** The counts of interrupts that are not what they were in the frame before. */
final class IrqChanges {

    private int[] rows = new int[1024];
    private int[] cpus = new int[1024];
    private long[] counts = new long[1024];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int row, int cpu, long count) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            cpus = Arrays.copyOf(cpus, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        rows[size] = row;
        cpus[size] = cpu;
        counts[size++] = count;
    }

    int size() {
        return size;
    }

    int row(int index) {
        return rows[index];
    }

    int cpu(int index) {
        return cpus[index];
    }

    /** The count as it is now. */
    long count(int index) {
        return counts[index];
    }
}
