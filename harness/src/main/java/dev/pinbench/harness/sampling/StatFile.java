package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/stat} (fs/proc/stat.c): the tick classes of every online CPU, in USER_HZ units. Old kernels end the line
 * early; what they do not give stays missing. Rows are joined on the CPU's number, as offline CPUs have none.
 */
final class StatFile {

    static final int FIRST = CpuTable.column(CpuCounter.USER_TICKS);
    static final int LAST = CpuTable.column(CpuCounter.STEAL_TICKS);

    /** user, nice, system and idle are as old as the file. */
    private static final int ALWAYS = 4;

    private static final byte[] CPU = "cpu".getBytes(StandardCharsets.US_ASCII);

    private StatFile() {}

    static void parse(KernelText text, CpuTable table) throws KernelFileException {
        while (text.hasLine() && text.take(CPU)) {
            if (!text.atBlank()) { // with a blank it is the sum of all
                parseCpu(text, table);
            }
            text.nextLine();
        }
        if (!text.hasLine()) {
            throw text.complaint("expected more lines after those of the CPUs: the file was cut short");
        }
        if (table.onlineCount() == 0) {
            throw text.expected("a line of cpu0 or another CPU", KernelFileException.NO_CPU);
        }
    }

    private static void parseCpu(KernelText text, CpuTable table) throws KernelFileException {
        int cpu = text.cpuNumber();
        int column = FIRST;
        while (column <= LAST && !text.atLineEnd()) {
            table.put(cpu, column++, text.decimal("ticks", cpu));
        }
        if (column - FIRST < ALWAYS) {
            throw text.expected("at least user, nice, system and idle ticks", cpu);
        }
        table.markOnline(cpu);
    }
}
