package dev.pinbench.analysis.results;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * One CPU in one frame: the increase of every {@link CpuCounter} since the frame before.
 *
 * @param time when the frame was taken
 * @param cpu logical CPU number
 * @param increases by ordinal of {@link CpuCounter}; {@link #MISSING} where the kernel gave none, where the counter
 *     was reset, or where the CPU was offline in one of the two frames
 */
@SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"}) // rows are many: one primitive array each
public record CpuRow(FrameTime time, int cpu, long[] increases) {

    /** Stands for a value that could not be had; written as an empty cell. */
    public static final long MISSING = Long.MIN_VALUE;

    public CpuRow {
        if (increases.length != CpuCounter.values().length) {
            throw new IllegalArgumentException(
                    "expected " + CpuCounter.values().length + " counters, got " + increases.length);
        }
    }

    /** The increase of {@code counter}, or empty if it could not be had. */
    public OptionalLong increase(CpuCounter counter) {
        long value = increases[counter.ordinal()];
        return value == MISSING ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CpuRow row
                && time.equals(row.time)
                && cpu == row.cpu
                && Arrays.equals(increases, row.increases);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * time.hashCode() + cpu) + Arrays.hashCode(increases);
    }

    @Override
    public String toString() {
        return "CpuRow[" + time + ", cpu=" + cpu + ", " + Arrays.toString(increases) + "]";
    }
}
