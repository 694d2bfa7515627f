package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/<pid>/net/dev} (net/core/net-procfs.c): the 64-bit counters of every interface of the namespace in which
 * that process lives. The kernel allows no blank, slash or colon in an interface's name (dev_valid_name).
 */
final class NetDevFile {

    /** Columns of the table: rx bytes, packets and drops, tx bytes, packets and drops. */
    static final int WIDTH = 6;

    /** For each column of the file up to the last that is kept the column of the table, or -1. */
    private static final int[] KEPT = {0, 1, -1, 2, -1, -1, -1, -1, 3, 4, -1, 5};

    private static final byte[] HEADER = "Inter-|".getBytes(StandardCharsets.US_ASCII);

    private NetDevFile() {}

    /** Reads into {@code table}: rows by interface. */
    static void parse(KernelText text, NamedTable table) throws KernelFileException {
        if (!text.take(HEADER)) {
            throw text.expected("a header that begins with Inter-|", KernelFileException.NO_CPU);
        }
        text.nextLine();
        if (!text.hasLine()) {
            throw text.complaint("expected a second header line: the file was cut short");
        }
        text.nextLine();
        while (text.hasLine()) {
            text.skipBlanks();
            int from = text.position();
            int to = text.takeLabel();
            int row = table.names().idOf(text.bytes(), from, to);
            for (int column = 0; column < KEPT.length; column++) {
                long value = text.decimal("a counter of the interface", KernelFileException.NO_CPU);
                if (KEPT[column] >= 0) {
                    table.put(row, KEPT[column], value);
                }
            }
            text.nextLine();
        }
    }
}
