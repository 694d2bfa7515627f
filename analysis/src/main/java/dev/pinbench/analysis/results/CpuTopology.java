package dev.pinbench.analysis.results;

/**
 * Where one logical CPU sits.
 *
 * @param cpu logical CPU number, as in {@code /proc/stat}
 * @param core physical core number, unique within the package; logical CPUs that share it are SMT siblings
 * @param socket physical package number
 * @param numaNode NUMA node number
 */
public record CpuTopology(int cpu, int core, int socket, int numaNode) {}
