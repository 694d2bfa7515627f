package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/softirqs} (fs/proc/softirqs.c): how often each vector's handler was invoked, for every possible CPU.
 * Vectors that are not known here are passed over; vectors that the kernel does not have stay missing.
 */
final class SoftirqsFile {

    static final int FIRST = CpuTable.column(CpuCounter.HI);
    static final int LAST = CpuTable.column(CpuCounter.RCU);

    private static final String[] NAMES = {
        "HI",
        "TIMER",
        "NET_TX",
        "NET_RX",
        "BLOCK",
        "IRQ_POLL",
        "TASKLET",
        "SCHED",
        "HRTIMER",
        "RCU",
        // the name of IRQ_POLL before Linux 4.5
        "BLOCK_IOPOLL",
    };
    private static final int OLD_IRQ_POLL = 10;

    private final byte[][] labels = new byte[NAMES.length][];
    private final CpuHeader header = new CpuHeader();
    private long[] counts = new long[0];

    SoftirqsFile() {
        for (int i = 0; i < NAMES.length; i++) {
            labels[i] = (NAMES[i] + ":").getBytes(StandardCharsets.US_ASCII);
        }
    }

    void parse(KernelText text, CpuTable table) throws KernelFileException {
        header.parse(text);
        if (!text.hasLine()) {
            throw text.complaint("expected a line for each softirq vector: the file was cut short");
        }
        while (text.hasLine()) {
            text.skipBlanks();
            int column = takeVector(text);
            if (column >= 0) {
                parseRow(text, table, column);
            }
            text.nextLine();
        }
    }

    private void parseRow(KernelText text, CpuTable table, int column) throws KernelFileException {
        int begin = text.position();
        int columns = header.columns();
        if (counts.length < columns) {
            counts = new long[columns];
        }
        if (text.columns(counts, columns) == columns && Counters.are32(counts, columns)) {
            table.putVector(column, header, counts);
        } else {
            text.moveTo(begin);
            for (int i = 0; i < columns; i++) {
                text.u32("a count", header.cpu(i)); // says which it is
            }
        }
    }

    private int takeVector(KernelText text) {
        for (int i = 0; i < labels.length; i++) {
            if (text.take(labels[i])) {
                return i == OLD_IRQ_POLL ? CpuTable.column(CpuCounter.IRQ_POLL) : FIRST + i;
            }
        }
        return -1;
    }
}
