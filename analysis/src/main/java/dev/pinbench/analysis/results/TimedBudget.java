package dev.pinbench.analysis.results;

import org.jspecify.annotations.Nullable;

/**
 * Where one core's time went as the exact probe timed it, in the parts of {@link BudgetShares}, as shares of that core (0…1)
 * that sum to 1. Nothing of it comes from ticks or {@code schedstat}. Steal is not told apart: the probe's clock goes on
 * meanwhile, so that it is part of whatever was on the core.
 *
 * @param cpu logical CPU number
 * @param iperf3 the iperf3 client and server threads' own work, without softirqs and interrupts in their context
 * @param ksoftirqd {@code ksoftirqd/N}, its softirqs included
 * @param inlineSoftirq softirq outside ksoftirqd
 * @param hardIrq handlers of hard interrupts
 * @param competitor the competitor that the profile asked for, its own work
 * @param harness Pinbench's own threads, bpftrace and perf, their own work
 * @param other every other task's own work, and tasks that were never watched
 * @param untold time that a missed task switch keeps from being told between tasks
 * @param idle the idle task, without softirqs and interrupts in its context
 * @param napiThreads threads of the kernel that poll interfaces of the trial; {@code null} if the trial had none
 */
public record TimedBudget(
        int cpu,
        double iperf3,
        double ksoftirqd,
        double inlineSoftirq,
        double hardIrq,
        double competitor,
        double harness,
        double other,
        double untold,
        double idle,
        @Nullable Double napiThreads) {}
