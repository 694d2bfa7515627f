package dev.pinbench.harness.sampling;

import java.nio.file.Path;

/**
 * What all sources of one sampler share.
 *
 * @param procRoot where the proc file system is mounted
 * @param text the one buffer, reused for every file
 */
record Workbench(Path procRoot, KernelText text, FrameStore store, Gaps gaps) {

    static Workbench at(Path procRoot) {
        return new Workbench(procRoot, new KernelText(), new FrameStore(), new Gaps());
    }
}
