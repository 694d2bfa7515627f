package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.util.Arrays;

/**
 * {@code /proc/net/softnet_stat} (net/core/net-procfs.c): one line of hexadecimal columns per online CPU. Column 10
 * (received_rps) came with Linux 2.6.35, 11 (flow_limit) with 3.11, 13 (the CPU's number) with 5.10. Without the last
 * the lines are those of the online CPUs in ascending order, which is only believed when their number agrees with
 * /proc/stat.
 */
final class SoftnetFile {

    static final int FIRST = CpuTable.column(CpuCounter.SOFTNET_PROCESSED);
    static final int LAST = CpuTable.column(CpuCounter.SOFTNET_FLOW_LIMIT);

    private static final int LEAST_COLUMNS = 9;
    private static final int CPU_COLUMN = 12;

    /** Where in the line the columns from {@link #FIRST} to {@link #LAST} stand. */
    private static final int[] PLACES = {0, 1, 2, 9, 10};

    private static final int COLUMNS = 15;

    /** A bit for each column that somebody asks for; three of the others are always 0. */
    private static final long WANTED = 1L << CPU_COLUMN
            | Arrays.stream(PLACES).mapToLong(place -> 1L << place).reduce(0, (a, b) -> a | b);

    private final long[] line = new long[COLUMNS];

    /** Reads into {@code table}, which must have this frame's online CPUs already. */
    void parse(KernelText text, CpuTable table) throws KernelFileException {
        int cpu = -1;
        int parsed = 0;
        int lines = 0;
        while (text.hasLine()) {
            int columns = parseLine(text);
            parsed++;
            if (columns > CPU_COLUMN) {
                cpu = text.toCpu(line[CPU_COLUMN]);
            } else {
                if (lines == 0) {
                    lines = parsed - 1 + text.remainingLines();
                }
                if (lines != table.onlineCount()) {
                    throw text.complaint("the lines of this kernel do not name their CPU, and there are " + lines
                            + " lines for " + table.onlineCount() + " online CPUs");
                }
                cpu = table.nextOnline(cpu);
            }
            for (int i = 0; i < PLACES.length && PLACES[i] < columns; i++) {
                table.put(cpu, FIRST + i, line[PLACES[i]]);
            }
            text.nextLine();
        }
    }

    private int parseLine(KernelText text) throws KernelFileException {
        if (text.hex32Columns(line, COLUMNS, WANTED)) {
            return COLUMNS;
        }
        int columns = 0;
        while (columns < line.length && !text.atLineEnd()) {
            boolean wanted = (WANTED >>> columns & 1) != 0;
            if (wanted || !text.skipHex32()) {
                line[columns] = text.hex32("a counter", KernelFileException.NO_CPU);
            }
            columns++;
        }
        if (columns < LEAST_COLUMNS) {
            throw text.complaint("expected at least " + LEAST_COLUMNS + " columns, found " + columns);
        }
        return columns;
    }
}
