package dev.pinbench.harness.kernelprofile;

import java.util.List;

/**
 * One sample of perf.
 *
 * @param comm name of the task, as hostile as its owner likes
 * @param tid its thread id
 * @param core where it was taken
 * @param nanos when, on CLOCK_MONOTONIC
 * @param kernel kernel functions from the one that ran outwards; empty outside the kernel
 * @param user whether the call chain reaches into user space, or begins there
 */
record Sample(String comm, int tid, int core, long nanos, List<String> kernel, boolean user) {}
