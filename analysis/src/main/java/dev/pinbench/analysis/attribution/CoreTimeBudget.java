package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.BudgetErrors;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.TaskRole;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where one core's time went: parts that sum to 1.
 *
 * <p>Two sources meet here. Task clocks, and {@code /proc/<tid>/schedstat} where there are none, count in ns what each task
 * ran, softirq work that interrupted it and ran in its context included. Only {@code schedstat} of a kernel with
 * CONFIG_IRQ_TIME_ACCOUNTING leaves that out (kernel/sched/fair.c {@code update_curr}, {@code rq_clock_task}), and there it is
 * what counts. {@code /proc/stat} knows softirq from task time, but
 * only as the timer tick samples it, and books ksoftirqd's softirq work as softirq as well (kernel/sched/cputime.c
 * {@code account_system_index_time}, {@code irqtime_account_process_tick}). So that no time is counted twice:
 *
 * <ol>
 *   <li><b>ksoftirqd</b> is its run time in ns.
 *   <li><b>inline softirq</b> is the softirq share of the ticks less ksoftirqd, at least 0.
 *   <li><b>hard IRQ</b>, <b>steal</b> and <b>idle</b> (with iowait) are their shares of the ticks. Hard IRQ is unknown
 *       ({@code null}) where the kernel does not account it: then it hides in the task or softirq that it interrupted.
 *   <li><b>Tasks</b> share the remainder. iperf3, NAPI threads, competitor, harness and watched co-runners are taken at their run time in
 *       ns. Where these sum to more than the remainder, the excess is softirq that ran in their context, already counted
 *       as inline softirq; all are scaled down in proportion. Which task the softirq interrupted is not known.
 *   <li><b>other</b> is what is left: co-runners, unwatched tasks, and what the tick got wrong.
 * </ol>
 *
 * <p>Where ns of ksoftirqd and ticks of the rest sum to more than 1 with no task time left, the ns stand and the
 * tick-sampled parts are scaled down to fit.
 */
final class CoreTimeBudget {

    private static final Set<TaskRole> IPERF3 = Set.of(TaskRole.CLIENT, TaskRole.SERVER);

    private CoreTimeBudget() {}

    /** The budget of a CPU; empty if its ticks or its ksoftirqd's run time could not be had. */
    static Optional<BudgetShares> of(int cpu, CpuWindow counters, TaskShares tasks, TickSampling sampling) {
        OptionalDouble softirq = counters.tickShare(CpuCounter.SOFTIRQ_TICKS);
        boolean accounted = sampling.accounted();
        OptionalDouble ksoftirqdRun =
                accounted ? counters.perNano(CpuCounter.KSOFTIRQD_RUN_NANOS) : counters.ksoftirqdRun();
        if (softirq.isEmpty() || ksoftirqdRun.isEmpty()) {
            return Optional.empty();
        }
        double ksoftirqd = Math.min(1, ksoftirqdRun.getAsDouble());
        double inline = Math.max(0, softirq.getAsDouble() - ksoftirqd);
        double irq = counters.tickShare(CpuCounter.IRQ_TICKS).orElseThrow();
        double steal = counters.tickShare(CpuCounter.STEAL_TICKS).orElseThrow();
        double idle = counters.tickShare(CpuCounter.IDLE_TICKS, CpuCounter.IOWAIT_TICKS)
                .orElseThrow();
        double sampled = inline + irq + steal + idle;
        double fit = sampled > 1 - ksoftirqd ? (1 - ksoftirqd) / sampled : 1;
        double remainder = Math.max(0, 1 - ksoftirqd - fit * sampled);

        ToDoubleFunction<Set<TaskRole>> share =
                roles -> accounted ? tasks.bookedShare(cpu, roles) : tasks.runShare(cpu, roles);
        double iperf3 = share.applyAsDouble(IPERF3);
        double competitor = share.applyAsDouble(Set.of(TaskRole.COMPETITOR));
        double harness = share.applyAsDouble(Set.of(TaskRole.HARNESS));
        double napi = share.applyAsDouble(Set.of(TaskRole.NAPI));
        double known = iperf3 + competitor + harness + napi + share.applyAsDouble(Set.of(TaskRole.CO_RUNNER));
        double scale = known > remainder ? remainder / known : 1;
        double other = Math.max(0, remainder - scale * (iperf3 + competitor + harness + napi));
        boolean irqKnown = irq > 0 || accounted;
        return Optional.of(new BudgetShares(
                cpu,
                scale * iperf3,
                ksoftirqd,
                fit * inline,
                irqKnown ? fit * irq : null,
                scale * competitor,
                scale * harness,
                other,
                fit * steal,
                fit * idle,
                errors(counters, softirq, irqKnown, remainder, fit, sampling),
                tasks.seen(TaskRole.NAPI) ? (Double) (scale * napi) : null));
    }

    private static @Nullable BudgetErrors errors(
            CpuWindow counters,
            OptionalDouble softirq,
            boolean irqKnown,
            double remainder,
            double fit,
            TickSampling sampling) {
        OptionalDouble inline = sampling.ofSoftirq(softirq, counters);
        OptionalDouble irq = sampling.ofHardIrq(counters.tickShare(CpuCounter.IRQ_TICKS), counters);
        OptionalDouble tasks = sampling.ofSampled(OptionalDouble.of(remainder), counters);
        OptionalDouble steal = sampling.ofCounted(counters.tickShare(CpuCounter.STEAL_TICKS), counters);
        OptionalDouble idle =
                sampling.ofSampled(counters.tickShare(CpuCounter.IDLE_TICKS, CpuCounter.IOWAIT_TICKS), counters);
        if (inline.isEmpty() || irq.isEmpty() || tasks.isEmpty() || steal.isEmpty() || idle.isEmpty()) {
            return null;
        }
        return new BudgetErrors(
                fit * inline.getAsDouble(),
                irqKnown ? (Double) (fit * irq.getAsDouble()) : null,
                tasks.getAsDouble(),
                fit * steal.getAsDouble(),
                fit * idle.getAsDouble());
    }
}
