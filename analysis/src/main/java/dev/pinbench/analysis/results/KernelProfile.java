package dev.pinbench.analysis.results;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where samples found the measured cores in the measured window of one trial. Each sample counts once in {@code rows}, at
 * the function that ran, and once in {@code stacks}.
 *
 * @param rows samples by core, class and function; the largest number first
 * @param stacks samples by call chain in the folded form of Brendan Gregg's flame graphs: the task's name, then functions
 *     from the outermost to the one that ran, joined by semicolons
 */
public record KernelProfile(List<Row> rows, SortedMap<String, Long> stacks) {
    /** The file of {@link #rows}. */
    public static final String TABLE_FILE = "kernel-profile.csv.gz";

    /** The file of {@link #stacks}. */
    public static final String STACKS_FILE = "stacks.folded.gz";

    /**
     * Samples of one function on one core.
     *
     * @param symbol the kernel's name of it, with what the compiler appended; {@code (user)} outside the kernel
     * @param samples at least 1
     */
    public record Row(int core, KernelClass kernelClass, String symbol, long samples) {}

    public KernelProfile {
        rows = List.copyOf(rows);
        stacks = Collections.unmodifiableSortedMap(new TreeMap<>(stacks));
    }

    /** All samples. */
    public long samples() {
        return rows.stream().mapToLong(Row::samples).sum();
    }

    /** Samples of each class that has any, in the order of the classes. */
    public Map<KernelClass, Long> samplesByClass() {
        Map<KernelClass, Long> sums = new TreeMap<>();
        rows.forEach(row -> sums.merge(row.kernelClass(), row.samples(), Long::sum));
        return sums;
    }

    /** The two files that are stored with the trial, by name. */
    public Map<String, byte[]> files() {
        try {
            Map<String, byte[]> files = new LinkedHashMap<>();
            files.put(TABLE_FILE, KernelProfileFiles.table(rows));
            files.put(STACKS_FILE, KernelProfileFiles.folded(stacks));
            return files;
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
    }
}
