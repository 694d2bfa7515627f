package dev.pinbench.analysis.results;

/**
 * When a frame was taken, on the monotonic clock, relative to the trial's first frame.
 *
 * @param frame number of the frame, from 1; frame 0 is the baseline and has no rows
 * @param startNanos when its reading began
 * @param endNanos when its reading ended
 * @param elapsedNanos from the start of the frame before to the start of this one: what its increases are divided by
 */
public record FrameTime(int frame, long startNanos, long endNanos, long elapsedNanos) {}
