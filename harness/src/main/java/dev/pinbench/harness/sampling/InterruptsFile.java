package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@code /proc/interrupts} (kernel/irq/proc.c, arch_show_interrupts): a row for each interrupt, a column for each online
 * CPU, then a description that may hold anything. Rows without a value for each CPU (ERR and MIS on x86, Err on arm) are
 * totals of the machine and are passed over.
 */
final class InterruptsFile {

    private static final byte[][] TOTALS = {ascii("ERR:"), ascii("MIS:"), ascii("Err:")};

    /** Stands for a line that is no row of the table. */
    private static final int NO_ROW = -1;

    /** Stands for a row whose values cannot be told. */
    private static final int UNTOLD = -2;

    private final CpuHeader header = new CpuHeader();
    private long[] counts = new long[0];

    /** Where each line of the text that was parsed last begins, then its length; and the row that it is. */
    private int[] begins = new int[64];

    private int[] rows = new int[64];
    private int lines;

    /** Reads into {@code table}: rows by name, columns by CPU number. */
    void parse(KernelText text, NamedTable table) throws KernelFileException {
        forget();
        header.parse(text);
        table.widen(header.highestCpu() + 1);
        if (!text.hasLine()) {
            throw text.complaint("expected a row for each interrupt: the file was cut short");
        }
        int known = 0;
        while (text.hasLine()) {
            if (known + 1 == begins.length) {
                begins = Arrays.copyOf(begins, 2 * begins.length);
                rows = Arrays.copyOf(rows, begins.length);
            }
            begins[known] = text.position();
            text.skipBlanks();
            rows[known++] = takeTotal(text) ? NO_ROW : parseRow(text, table);
            text.nextLine();
        }
        begins[known] = text.length();
        lines = known;
    }

    /** Makes the next text one that {@link #parseChanges} cannot compare with the last. */
    void forget() {
        lines = 0;
    }

    /**
     * Finds what changed since {@code before}, the text that was parsed last, by comparing bytes: most rows of a large
     * machine stand still from one frame to the next, and comparing is many times cheaper than parsing.
     *
     * @param table what {@code before} said; is not changed
     * @return whether both texts have the same lines in the same places; if not, {@code text} has to be parsed whole
     */
    boolean parseChanges(KernelText text, KernelText before, NamedTable table, IrqChanges changes) {
        changes.clear();
        int length = text.length();
        if (lines == 0 || length != before.length()) {
            return false;
        }
        int at = 0;
        int current = 0;
        while (at < length) {
            int same = Arrays.mismatch(text.bytes(), at, length, before.bytes(), at, length);
            if (same < 0) {
                return true;
            }
            if (at + same < begins[0]) {
                return false; // the header
            }
            while (begins[current + 1] <= at + same) {
                current++;
            }
            if (!parseChangedLine(text, current, at + same, table, changes)) {
                return false;
            }
            at = begins[current + 1];
        }
        return true;
    }

    private boolean parseChangedLine(KernelText text, int current, int differs, NamedTable table, IrqChanges changes) {
        int row = rows[current];
        text.moveTo(begins[current]);
        if (row == UNTOLD) {
            return false;
        }
        if (row != NO_ROW) {
            if (!text.skipLabel() || text.position() > differs || !takeCounts(text)) {
                return false;
            }
            for (int column = 0; column < header.columns(); column++) {
                int cpu = header.cpu(column);
                if (counts[column] > Counters.U32_MAX) {
                    return false;
                }
                if (counts[column] != table.get(row, cpu)) {
                    changes.add(row, cpu, counts[column]);
                }
            }
        }
        text.nextLine();
        return text.position() == begins[current + 1];
    }

    /** Returns the row, or {@link #UNTOLD}. */
    private int parseRow(KernelText text, NamedTable table) throws KernelFileException {
        int from = text.position();
        int to = text.takeLabel();
        int row = table.names().idOf(text.bytes(), from, to);
        if (!takeCounts(text)) {
            // fewer values than CPUs: it is not known whose they are
            table.forget(row);
            return UNTOLD;
        }
        if (!Counters.are32(counts, header.columns())) {
            throw tooLarge(text);
        }
        table.putRow(row, header, counts);
        return row;
    }

    private KernelFileException tooLarge(KernelText text) {
        int column = 0;
        while (counts[column] <= Counters.U32_MAX) {
            column++;
        }
        return text.complaint(
                "expected a count of 32 bits for CPU " + header.cpu(column) + ", found " + counts[column]);
    }

    /** Whether the row goes on with a number for each column; keeps them. */
    private boolean takeCounts(KernelText text) {
        if (counts.length < header.columns()) {
            counts = new long[header.columns()];
        }
        return text.columns(counts, header.columns()) == header.columns();
    }

    private static boolean takeTotal(KernelText text) {
        for (byte[] total : TOTALS) {
            if (text.take(total)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
