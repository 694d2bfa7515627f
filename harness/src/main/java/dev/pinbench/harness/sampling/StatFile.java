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

    private static final byte[] SUM = "cpu ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CPU = "cpu".getBytes(StandardCharsets.US_ASCII);

    private static final int FIRST_LINES = 16;

    /** Those behind them, guest times within user and nice, are passed over. */
    private static final int COLUMNS = LAST + 1 - FIRST;

    private final long[] ticks = new long[COLUMNS];
    private Line[] lines = new Line[0];
    private int known;

    /** A CPU's line as it was read last: most of it is the same in the next frame. */
    private static final class Line {
        final int cpu;
        final long label;
        final int labelLength;
        final LineShape shape = new LineShape();

        Line(int cpu, long label, int labelLength) {
            this.cpu = cpu;
            this.label = label;
            this.labelLength = labelLength;
        }
    }

    void parse(KernelText text, CpuTable table) throws KernelFileException {
        if (text.take(SUM)) {
            text.nextLine();
        }
        int count = 0;
        while (text.hasLine()) {
            if (count >= known || !text.take(lines[count].label, lines[count].labelLength)) {
                known = Math.min(known, count);
                int begin = text.position();
                if (!text.take(CPU)) {
                    break;
                }
                if (text.atBlank()) { // a sum of all that is not the first line, or has a tab
                    text.nextLine();
                    continue;
                }
                learn(text, begin);
            }
            parseCpu(text, table, lines[count++]);
            text.nextLine();
        }
        if (!text.hasLine()) {
            throw text.complaint("expected more lines after those of the CPUs: the file was cut short");
        }
        if (table.onlineCount() == 0) {
            throw text.expected("a line of cpu0 or another CPU", KernelFileException.NO_CPU);
        }
    }

    /** Keeps the label, whose number comes next in the text, of a line that is not known. */
    private void learn(KernelText text, int begin) throws KernelFileException {
        if (known == lines.length) {
            lines = Arrays.copyOf(lines, Math.max(FIRST_LINES, 2 * known));
        }
        int cpu = text.cpuNumber();
        lines[known++] = new Line(cpu, Digits.word(text.bytes(), begin), text.position() - begin);
    }

    private void parseCpu(KernelText text, CpuTable table, Line line) throws KernelFileException {
        int columns = text.guessed(ticks, COLUMNS, line.shape);
        if (columns < COLUMNS && !text.atLineEnd()) {
            throw text.expected("ticks (a whole number)", line.cpu);
        }
        if (columns == COLUMNS) {
            // a number that the compiler knows: it then copies them without a call
            table.putCpu(line.cpu, FIRST, ticks, COLUMNS);
        } else {
            table.putCpu(line.cpu, FIRST, ticks, columns);
        }
        if (columns < ALWAYS) {
            throw text.expected("at least user, nice, system and idle ticks", line.cpu);
        }
        table.markOnline(line.cpu);
        text.skipRest(line.shape);
    }
}
