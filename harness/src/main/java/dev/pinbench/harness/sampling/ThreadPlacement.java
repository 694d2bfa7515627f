package dev.pinbench.harness.sampling;

/**
 * Where the kernel allows a thread to run.
 *
 * @param tid thread id under the proc root it was read from
 * @param comm the kernel's name of the thread; hostile input
 * @param allowedCpus {@code Cpus_allowed_list} of its status, as the kernel writes it: {@code 0-3,8}
 */
public record ThreadPlacement(int tid, String comm, String allowedCpus) {}
