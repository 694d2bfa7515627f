package dev.pinbench.harness.sampling;

/**
 * A task that a walk found to run.
 *
 * @param cpu the CPU it last ran on
 * @param share of one core, since the walk before came by
 */
record BusyTask(int pid, int tid, int cpu, double share) {}
