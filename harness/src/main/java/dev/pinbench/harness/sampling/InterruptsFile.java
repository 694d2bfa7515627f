package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/interrupts} (kernel/irq/proc.c, arch_show_interrupts): a row for each interrupt, a column for each online
 * CPU, then a description that may hold anything. Rows without a value for each CPU (ERR and MIS on x86, Err on arm) are
 * totals of the machine and are passed over.
 */
final class InterruptsFile {

    private static final byte[][] TOTALS = {ascii("ERR:"), ascii("MIS:"), ascii("Err:")};

    private final CpuHeader header = new CpuHeader();

    /** Reads into {@code table}: rows by name, columns by CPU number. */
    void parse(KernelText text, NamedTable table) throws KernelFileException {
        header.parse(text);
        table.widen(highestCpu() + 1);
        if (!text.hasLine()) {
            throw text.complaint("expected a row for each interrupt: the file was cut short");
        }
        while (text.hasLine()) {
            text.skipBlanks();
            if (!takeTotal(text)) {
                parseRow(text, table);
            }
            text.nextLine();
        }
    }

    private void parseRow(KernelText text, NamedTable table) throws KernelFileException {
        int from = text.position();
        int to = text.takeLabel();
        int row = table.names().idOf(text.bytes(), from, to);
        for (int column = 0; column < header.columns(); column++) {
            int cpu = header.cpu(column);
            long count = text.tryDecimal();
            if (count == KernelText.NOT_A_NUMBER) {
                // fewer values than CPUs: it is not known whose they are
                table.forget(row);
                return;
            }
            if (count > Counters.U32_MAX) {
                throw text.complaint("expected a count of 32 bits for CPU " + cpu + ", found " + count);
            }
            table.put(row, cpu, count);
        }
    }

    private static boolean takeTotal(KernelText text) {
        for (byte[] total : TOTALS) {
            if (text.take(total)) {
                return true;
            }
        }
        return false;
    }

    private int highestCpu() {
        int highest = 0;
        for (int column = 0; column < header.columns(); column++) {
            highest = Math.max(highest, header.cpu(column));
        }
        return highest;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
