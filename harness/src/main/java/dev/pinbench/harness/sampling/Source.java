package dev.pinbench.harness.sampling;

/**
 * A part of a frame. {@link #sample} never throws for what it cannot read: it stores nothing, or a missing value, and
 * notes a gap.
 */
interface Source {

    /** Reads now and stores the increases since the frame before; frame 0 is the baseline and stores none. */
    void sample(int frame);
}
