package dev.pinbench.harness.sampling;

import java.util.Locale;

/** Kernel files of machines that are not at hand, in the kernel's own layout: what parsers are measured and tested on. */
final class LargeMachine {

    private static final String[] VECTORS = {
        "HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU"
    };

    private LargeMachine() {}

    /** What counter {@code column} of {@code cpu} says. */
    static long value(int cpu, int column) {
        return 1_000_000L + 1_000L * cpu + column;
    }

    static String stat(int cpus) {
        StringBuilder text = new StringBuilder("cpu  1 2 3 4 5 6 7 8 9 10\n");
        for (int cpu = 0; cpu < cpus; cpu++) {
            text.append("cpu").append(cpu);
            for (int column = 0; column < 10; column++) {
                text.append(' ').append(value(cpu, column));
            }
            text.append('\n');
        }
        return text.append("intr 12345 0 0 1\nctxt 99\n").toString();
    }

    static String softirqs(int cpus) {
        StringBuilder text = header(cpus, 20);
        for (int vector = 0; vector < VECTORS.length; vector++) {
            text.append(String.format(Locale.ROOT, "%12s:", VECTORS[vector]));
            for (int cpu = 0; cpu < cpus; cpu++) {
                text.append(String.format(Locale.ROOT, " %10d", value(cpu, SoftirqsFile.FIRST + vector)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    static String softnet(int cpus) {
        StringBuilder text = new StringBuilder();
        for (int cpu = 0; cpu < cpus; cpu++) {
            for (int column = 0; column < 15; column++) {
                long value = column == 12 ? cpu : value(cpu, column);
                text.append(String.format(Locale.ROOT, column == 0 ? "%08x" : " %08x", value));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** {@code rows} interrupts, numbered from 0. */
    static String interrupts(int cpus, int rows) {
        return interrupts(cpus, rows, 0);
    }

    /** As above, with one more interrupt on each CPU in the first {@code busyRows} rows. */
    static String interrupts(int cpus, int rows, int busyRows) {
        StringBuilder text = header(cpus, 12);
        for (int row = 0; row < rows; row++) {
            text.append(String.format(Locale.ROOT, "%4d: ", row));
            for (int cpu = 0; cpu < cpus; cpu++) {
                text.append(String.format(Locale.ROOT, "%10d ", value(cpu, row) + (row < busyRows ? 1 : 0)));
            }
            text.append(" IR-PCI-MSIX-0000:3b:00.")
                    .append(row % 8)
                    .append("  12-edge      nic0-TxRx-")
                    .append(row);
            text.append('\n');
        }
        return text.append("ERR:          0\nMIS:          0\n").toString();
    }

    private static StringBuilder header(int cpus, int indent) {
        StringBuilder text = new StringBuilder(" ".repeat(indent));
        for (int cpu = 0; cpu < cpus; cpu++) {
            text.append(String.format(Locale.ROOT, "CPU%-8d", cpu));
        }
        return text.append('\n');
    }
}
