package dev.pinbench.harness.sampling;

import java.nio.file.Path;

/**
 * What all sources of one sampler share.
 *
 * @param procRoot where the proc file system is mounted
 * @param text the one buffer, reused for every file but the interrupts
 * @param journal of all that is read
 * @param clocks of single tasks
 */
record Workbench(Path procRoot, KernelText text, FrameStore store, Gaps gaps, Journal journal, TaskClocks clocks) {

    static Workbench at(Path procRoot) {
        Journal journal = new Journal();
        return new Workbench(
                procRoot,
                new KernelText(journal),
                new FrameStore(),
                new Gaps(),
                journal,
                TaskClocks.of(procRoot, journal));
    }
}
