package dev.pinbench.harness.sampling;

import java.io.IOException;

/** A kernel file that does not say what it should; the message names file, line and, where there is one, CPU. */
public final class KernelFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Stands for "no particular CPU". */
    static final int NO_CPU = -1;

    KernelFileException(String file, int line, int cpu, String complaint) {
        super(file + ", line " + line + (cpu == NO_CPU ? "" : ", CPU " + cpu) + ": " + complaint);
    }
}
