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
    private int columns;

    void parse(KernelText text) throws KernelFileException {
        columns = 0;
        while (!text.atLineEnd()) {
            if (!text.take(CPU) || text.atBlank()) {
                throw text.expected("a header of CPU0 CPU1 …", KernelFileException.NO_CPU);
            }
            if (columns == cpus.length) {
                cpus = Arrays.copyOf(cpus, 2 * columns);
            }
            cpus[columns++] = text.cpuNumber();
        }
        if (columns == 0) {
            throw text.complaint("expected a header of CPU0 CPU1 …, found an empty line");
        }
        text.nextLine();
    }

    int columns() {
        return columns;
    }

    int cpu(int column) {
        return cpus[column];
    }
}
