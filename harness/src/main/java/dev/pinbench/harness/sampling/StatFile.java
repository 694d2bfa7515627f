package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /** As many as a line has today; those behind steal, guest times within user and nice, are passed over. */
    private static final int COLUMNS = 10;

    private final long[] ticks = new long[COLUMNS];
    private byte[] digits = new byte[0];

    void parse(KernelText text, CpuTable table) throws KernelFileException {
        int lines = 0;
        while (text.hasLine() && text.take(CPU)) {
            if (!text.atBlank()) { // with a blank it is the sum of all
                parseCpu(text, table, lines++);
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

    private void parseCpu(KernelText text, CpuTable table, int line) throws KernelFileException {
        int cpu = text.cpuNumber();
        int at = line * COLUMNS;
        if (digits.length < at + COLUMNS) {
            digits = Arrays.copyOf(digits, 2 * (at + COLUMNS));
        }
        int columns = text.guessed(ticks, COLUMNS, digits, at);
        if (columns <= LAST - FIRST && !text.atLineEnd()) {
            throw text.expected("ticks (a whole number)", cpu);
        }
        for (int column = 0; column < columns && FIRST + column <= LAST; column++) {
            table.put(cpu, FIRST + column, ticks[column]);
        }
        if (columns < ALWAYS) {
            throw text.expected("at least user, nice, system and idle ticks", cpu);
        }
        table.markOnline(cpu);
    }
}
