package dev.pinbench.harness.lab;

import java.nio.file.Path;

/**
 * A machine with one kernel, on which endpoints live and whose counters can be sampled. Both endpoints of a trial may
 * or may not share one.
 *
 * @param name what people call it
 * @param procRoot where its {@code /proc} can be read
 */
public record Host(String name, Path procRoot) {

    /** The machine that this program runs on. */
    public static Host local() {
        return new Host("local", Path.of("/proc"));
    }
}
