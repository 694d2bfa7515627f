package dev.pinbench.harness.sampling;

import java.util.Arrays;

/**
 * The readings of one frame by name (of an interrupt row, of an interface) and column: absolute,
 * {@link Counters#MISSING} where there is none.
 */
final class NamedTable {

    private final NameTable names;
    private long[] values = new long[0];
    private int width;
    private int rows;

    /** Two tables of successive frames share {@code names}, so that their rows agree. */
    NamedTable(NameTable names, int width) {
        this.names = names;
        this.width = width;
    }

    NameTable names() {
        return names;
    }

    void clear() {
        Arrays.fill(values, Counters.MISSING);
    }

    int width() {
        return width;
    }

    /** Makes room for {@code columns} columns; what was put before in this frame is gone if that takes more room. */
    void widen(int columns) {
        if (columns > width) {
            width = columns;
            values = new long[rows * width];
            clear();
        }
    }

    void put(int row, int column, long value) {
        reach(row);
        values[row * width + column] = value;
    }

    private void reach(int row) {
        if (row >= rows) {
            int more = Math.max(row + 1, 2 * rows);
            values = Arrays.copyOf(values, more * width);
            Arrays.fill(values, rows * width, values.length, Counters.MISSING);
            rows = more;
        }
    }

    /** A row of every CPU that {@code header} names, in its order; the table must be wide enough. */
    void putRow(int row, CpuHeader header, long[] counts) {
        reach(row);
        header.spread(counts, values, row * width);
    }

    long get(int row, int column) {
        return row < rows && column < width ? values[row * width + column] : Counters.MISSING;
    }

    /** Makes a row missing again. */
    void forget(int row) {
        if (row < rows) {
            Arrays.fill(values, row * width, (row + 1) * width, Counters.MISSING);
        }
    }
}
