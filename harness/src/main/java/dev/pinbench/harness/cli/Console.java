package dev.pinbench.harness.cli;

import java.io.PrintWriter;

/**
 * Where a command speaks: results to {@code out}, everything else to {@code err}.
 *
 * @param terminal whether {@code err} is a terminal, so that a status line can be redrawn
 * @param colour whether {@code out} may hold colours
 * @param width columns to write for
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, boolean colour, int width) {
    static final int DEFAULT_WIDTH = 100;

    /** A line to {@code err}, at once. */
    void say(String line) {
        err.println(line);
        err.flush();
    }
}
