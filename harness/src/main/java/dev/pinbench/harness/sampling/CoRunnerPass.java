package dev.pinbench.harness.sampling;

/**
 * One pass over all tasks of the machine in search of co-runners: which frames it was spread over and what it cost.
 * Co-runners that a frame shows were found by the last pass that ended before it.
 *
 * @param firstFrame the frame after which the pass began; -1 for the pass before the baseline
 * @param lastFrame the frame after which it ended
 * @param tasks how many tasks were looked at
 * @param walkNanos time the sampler's thread spent on it, ns
 */
public record CoRunnerPass(int firstFrame, int lastFrame, int tasks, long walkNanos) {}
