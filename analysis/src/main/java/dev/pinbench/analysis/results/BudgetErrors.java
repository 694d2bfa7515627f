package dev.pinbench.analysis.results;

import org.jspecify.annotations.Nullable;

/**
 * One standard error of each part of a core's budget that comes from the ticks of {@code /proc/stat}, as a share of the core:
 * what chance explains, bias not included.
 *
 * @param inlineSoftirq of softirq outside ksoftirqd
 * @param hardIrq of hard interrupts; {@code null} where that part is; 0 where the kernel measures them
 * @param tasks of iperf3, competitor, harness and other together: it is {@code other}'s, or where run times were scaled down
 *     to fit, theirs in proportion
 * @param steal from cutting to units of 10 ms only
 * @param idle of idle and iowait; an upper limit where the kernel is tickless, since it then measures them
 */
public record BudgetErrors(double inlineSoftirq, @Nullable Double hardIrq, double tasks, double steal, double idle) {}
