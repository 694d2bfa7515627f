package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first line of /proc/softirqs and /proc/interrupts: which CPU each column is. The former has every possible CPU
 * (fs/proc/softirqs.c), the latter the online ones (kernel/irq/proc.c).
 */
final class CpuHeader {

    private static final byte[] CPU = "CPU".getBytes(StandardCharsets.US_ASCII);

    private int[] cpus = new int[16];

    /** The line that was understood last. It is the same in nearly every frame, and long. */
    private byte[] known = new byte[0];

    private int columns;
    private int highest;

    /** Whether the CPUs are 0, 1, 2 and so on. */
    private boolean inOrder;

    void parse(KernelText text) throws KernelFileException {
        if (known.length > 0 && text.take(known)) {
            text.lineTaken();
            return;
        }
        known = new byte[0];
        int begin = text.position();
        columns = 0;
        highest = 0;
        inOrder = true;
        while (!text.atLineEnd()) {
            if (!text.take(CPU) || text.atBlank()) {
                throw text.expected("a header of CPU0 CPU1 …", KernelFileException.NO_CPU);
            }
            if (columns == cpus.length) {
                cpus = Arrays.copyOf(cpus, 2 * columns);
            }
            int cpu = text.cpuNumber();
            highest = Math.max(highest, cpu);
            inOrder &= cpu == columns;
            cpus[columns++] = cpu;
        }
        if (columns == 0) {
            throw text.complaint("expected a header of CPU0 CPU1 …, found an empty line");
        }
        // with its line end: it is not to be taken for the begin of a longer one
        known = Arrays.copyOfRange(text.bytes(), begin, text.position() + 1);
        text.nextLine();
    }

    int columns() {
        return columns;
    }

    int cpu(int column) {
        return cpus[column];
    }

    /** The highest number of a CPU in it. */
    int highestCpu() {
        return highest;
    }

    /** Puts a reading of each column where its CPU has its place: that of CPU 0 at {@code begin}, the others behind. */
    void spread(long[] readings, long[] places, int begin) {
        if (inOrder) {
            System.arraycopy(readings, 0, places, begin, columns);
            return;
        }
        for (int i = 0; i < columns; i++) {
            places[begin + cpus[i]] = readings[i];
        }
    }
}
