package dev.pinbench.harness.host;

/**
 * Time of one CPU since boot, as {@code /proc/stat} counts it.
 *
 * @param totalMillis all classes together, in ms that advance in steps of 10
 * @param stealMillis time in which the hypervisor ran something else, in the same unit
 */
record CpuTicks(long totalMillis, long stealMillis) {}
