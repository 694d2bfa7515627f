package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.HostFacts;
import java.util.OptionalDouble;

/**
 * How far off chance alone puts a share that comes from {@code /proc/stat}: one standard error. Bias, which comes on top,
 * is not in it.
 *
 * <p>The kernel looks CONFIG_HZ times a second at what a CPU is doing, so that a share p over T seconds is the mean of T·HZ
 * looks: √(p(1−p)/(T·HZ)). Looks hang together where work lasts longer than a tick, which makes the true error larger; work
 * that keeps clear of the tick makes it anything.
 */
final class TickSampling {

    /** A time in units of 10 ms is cut off, once at the begin and once at the end: two uniform errors of a unit. */
    private static final double CUTTING_NANOS = 1e7 / Math.sqrt(6);

    private static final double NANOS_PER_SECOND = 1e9;

    private final HostFacts host;

    TickSampling(HostFacts host) {
        this.host = host;
    }

    /** Of a share of tick classes that the kernel only samples; empty if the tick rate or {@code share} is not known. */
    OptionalDouble ofSampled(OptionalDouble share, CpuWindow cpu) {
        Integer hz = host.timerHz();
        double seconds = cpu.tickedNanos() / NANOS_PER_SECOND;
        if (hz == null || share.isEmpty() || seconds <= 0) {
            return OptionalDouble.empty();
        }
        double p = Math.max(0, Math.min(1, share.getAsDouble()));
        return OptionalDouble.of(Math.sqrt(p * (1 - p) / (seconds * hz)));
    }

    /** Of a softirq share; where the kernel measures inline softirq, only ksoftirqd's part is sampled. */
    OptionalDouble ofSoftirq(OptionalDouble share, CpuWindow cpu) {
        return share.isEmpty() ? share : ofSampled(accounted() ? cpu.ksoftirqdRun() : share, cpu);
    }

    /** Of a hard interrupt share; 0 where the kernel measures it. */
    OptionalDouble ofHardIrq(OptionalDouble share, CpuWindow cpu) {
        return accounted() && share.isPresent() ? OptionalDouble.of(0) : ofSampled(share, cpu);
    }

    /**
     * Of a share that the kernel counts in ns and hands out in units of 10 ms, as steal is where a hypervisor tells it
     * (kernel/sched/cputime.c {@code steal_account_process_time}).
     */
    OptionalDouble ofCounted(OptionalDouble share, CpuWindow cpu) {
        long nanos = cpu.tickedNanos();
        return share.isEmpty() || nanos <= 0 ? OptionalDouble.empty() : OptionalDouble.of(CUTTING_NANOS / nanos);
    }

    boolean accounted() {
        return Boolean.TRUE.equals(host.irqTimeAccounting());
    }
}
