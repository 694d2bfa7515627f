package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** Kernel files: captured ones from the test resources, and large ones made here in the kernel's layout. */
final class KernelFixtures {

    private static final String[] VECTORS = {
        "HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU"
    };

    private KernelFixtures() {}

    static String text(String machine, String file) {
        String name = "/kernel/" + machine + "/" + file;
        try (InputStream in = Objects.requireNonNull(KernelFixtures.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What counter {@code column} of {@code cpu} says in the generated files. */
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
        StringBuilder text = header(cpus, 12);
        for (int row = 0; row < rows; row++) {
            text.append(String.format(Locale.ROOT, "%4d: ", row));
            for (int cpu = 0; cpu < cpus; cpu++) {
                text.append(String.format(Locale.ROOT, "%10d ", value(cpu, row)));
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

    static CpuTable parseStat(String content) throws KernelFileException {
        CpuTable table = new CpuTable();
        StatFile.parse(KernelText.of("/proc/stat", content), table);
        return table;
    }

    static NamedTable parseInterrupts(String content) throws KernelFileException {
        NamedTable table = new NamedTable(new NameTable(), 0);
        new InterruptsFile().parse(KernelText.of("/proc/interrupts", content), table);
        return table;
    }

    static long get(CpuTable table, int cpu, CpuCounter counter) {
        return table.get(cpu, CpuTable.column(counter));
    }

    static long get(NamedTable table, String row, int column) {
        byte[] name = row.getBytes(StandardCharsets.UTF_8);
        return table.get(table.names().idOf(name, 0, name.length), column);
    }
}
