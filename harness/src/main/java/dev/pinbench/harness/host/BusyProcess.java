package dev.pinbench.harness.host;

/**
 * A process and the processor time that all its threads took over an interval.
 *
 * @param pid process id
 * @param comm the name that the process gave itself: foreign text, to be escaped before it is printed
 * @param cpu the CPU on which its busiest thread ran last
 * @param share time on a CPU per elapsed time, in cores; above 1 for a process that kept several busy
 */
public record BusyProcess(int pid, String comm, int cpu, double share) {}
