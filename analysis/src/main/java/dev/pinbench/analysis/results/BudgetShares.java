package dev.pinbench.analysis.results;

import org.jspecify.annotations.Nullable;

/**
 * Where one core's time went in the measured window, as shares of that core (0…1). The parts sum to 1 up to the tick
 * sampling error. Run times of tasks are exact (ns, task clock or {@code schedstat}); softirq, IRQ, steal and idle are tick-sampled
 * where the kernel has no IRQ time accounting. How inline softirq is told apart from the task in whose context it ran
 * stands in {@code docs/measurement.md}.
 *
 * @param cpu logical CPU number
 * @param iperf3 the iperf3 client and server threads, without the softirq that ran in their context
 * @param ksoftirqd {@code ksoftirqd/N}
 * @param inlineSoftirq softirq outside ksoftirqd
 * @param hardIrq hard interrupts; {@code null} where the kernel does not account them
 * @param competitor the competitor that the profile asked for
 * @param harness Pinbench's own threads, bpftrace and perf
 * @param other every other task
 * @param steal taken by the hypervisor
 * @param idle idle and waiting for I/O
 * @param standardErrors of the parts that come from ticks; {@code null} where the tick rate is not known, and in records
 *     from before they were kept
 * @param napiThreads threads of the kernel that poll interfaces of the trial; {@code null} if none ran anywhere, and in older
 *     files
 */
public record BudgetShares(
        int cpu,
        double iperf3,
        double ksoftirqd,
        double inlineSoftirq,
        @Nullable Double hardIrq,
        double competitor,
        double harness,
        double other,
        double steal,
        double idle,
        @Nullable BudgetErrors standardErrors,
        @Nullable Double napiThreads) {}
