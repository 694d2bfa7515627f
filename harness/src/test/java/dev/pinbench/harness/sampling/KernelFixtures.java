package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Captured kernel files from the test resources, and short ways to parse. */
final class KernelFixtures {

    private KernelFixtures() {}

    static String text(String machine, String file) {
        String name = "/kernel/" + machine + "/" + file;
        try (InputStream in = Objects.requireNonNull(KernelFixtures.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CpuTable parseStat(String content) throws KernelFileException {
        CpuTable table = new CpuTable();
        new StatFile().parse(KernelText.of("/proc/stat", content), table);
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
