package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.StandardErrors;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TrialMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the numbers of a trial from its frames.
 *
 * <p><b>Window.</b> Frame k covers the time from the start of frame k−1 to its own start; only frames that lie wholly in
 * the measured window count. Rates divide by the true elapsed time of the frames that have the value. A counter without
 * a value in some frame is left out of sum and time alike; a total over all CPUs with a hole is {@code null}, and so is a
 * largest share if one CPU has no value at all: nothing missing becomes zero.
 *
 * <p><b>Softirq share</b> is softirq ticks over all ticks of the CPU in {@code /proc/stat}; it holds inline softirq and
 * that of ksoftirqd. Without CONFIG_IRQ_TIME_ACCOUNTING the kernel samples it at the timer tick (source {@code tick});
 * the sampling error of a share p over T seconds is √(p(1−p)/(T·HZ)) with HZ the kernel's CONFIG_HZ, if the tick does not
 * beat with the work. With it, inline softirq is measured (source {@code ns}) and only ksoftirqd's part is still booked
 * by the tick (kernel/sched/cputime.c {@code irqtime_account_process_tick}), so the error is that of ksoftirqd's share.
 * Ticks are handed out in USER_HZ units, 1/100 s whatever CONFIG_HZ is.
 *
 * <p><b>Core-time budget.</b> How the time of each core is split without counting softirq twice:
 *
 * <ol>
 *   <li>ksoftirqd is its run time in ns: its task clock, or {@code schedstat} where there is none and where the kernel accounts
 *       interrupts by themselves.
 *   <li>Inline softirq is the softirq share less ksoftirqd, at least 0.
 *   <li>Hard IRQ, steal and idle (with iowait) are their shares of the ticks; hard IRQ is {@code null} where the kernel
 *       does not account it.
 *   <li>iperf3, competitor, harness and co-runners share the remainder at their run time in ns. Without IRQ time
 *       accounting that run time includes softirq that ran in the task's context; where the sum exceeds the remainder,
 *       the excess is that softirq, and all are scaled down in proportion.
 *   <li>Other is what is left.
 * </ol>
 */
public final class TrialMetricsCalculator {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BITS_PER_BYTE = 8;
    private static final Set<TaskRole> IPERF3 = Set.of(TaskRole.CLIENT, TaskRole.SERVER);

    private final HostFacts host;
    private final TickSampling sampling;

    /** A calculator for trials on {@code host}. */
    public TrialMetricsCalculator(HostFacts host) {
        this.host = host;
        this.sampling = new TickSampling(host);
    }

    /**
     * The numbers of one trial. Where no frame lies in the window, only those of {@code traffic} are known.
     *
     * @param frames everything sampled, warm-up included
     * @param trial which part counts, and where to look
     * @param traffic what iperf3 said
     */
    public TrialMetrics calculate(Frames frames, MeasuredTrial trial, TrafficResult traffic) {
        Window window = Window.of(frames, trial.windowStartNanos(), trial.windowEndNanos());
        Map<Integer, CpuWindow> cpus = window.cpus();
        TaskShares tasks = new TaskShares(window);
        Collection<CpuWindow> all = cpus.values();
        List<CoreShare> harness = harnessShares(tasks, trial.measuredCores());
        CpuCost cost = cpuCost(cpus, traffic.goodputBps());
        Largest softirq = softirq(all);
        Largest clientSoftirq = softirq(of(cpus, trial.clientCores()));
        Largest serverSoftirq = softirq(of(cpus, trial.serverCores()));
        Largest steal = Largest.of(all, c -> c.tickShare(CpuCounter.STEAL_TICKS));
        Window.Received received = window.received(trial.receivingNamespace(), trial.receivingInterface());
        return new TrialMetrics(
                traffic.goodputBps(),
                boxed(receivedBps(received)),
                traffic.retransmits(),
                traffic.udpLostShare(),
                traffic.negotiatedMssBytes(),
                boxed(bytesPerPacket(received)),
                boxed(cost.perGigabyte()),
                boxed(clientSoftirq.value()),
                boxed(serverSoftirq.value()),
                boxed(softirq.value()),
                softirq.value().isPresent() ? (sampling.accounted() ? "ns" : "tick") : null,
                boxed(softirq.error(sampling::ofSoftirq)),
                boxed(max(all, CpuWindow::ksoftirqdRun)),
                boxed(max(all, c -> c.perNano(CpuCounter.KSOFTIRQD_WAIT_NANOS))),
                boxed(perSecond(all, CpuCounter.NET_RX)),
                boxed(perSecond(all, CpuCounter.SOFTNET_PROCESSED)),
                boxed(total(all, CpuCounter.SOFTNET_DROPPED, window.frames())),
                boxed(total(all, CpuCounter.SOFTNET_SQUEEZED, window.frames())),
                boxed(competitorShareMax(tasks, trial.competitorPlanned())),
                boxed(tasks.waitShareMax(IPERF3)),
                boxed(steal.value()),
                harness == null || harness.isEmpty()
                        ? null
                        : (Double) harness.stream()
                                .mapToDouble(CoreShare::share)
                                .max()
                                .orElseThrow(),
                harness,
                new StandardErrors(
                        boxed(clientSoftirq.error(sampling::ofSoftirq)),
                        boxed(serverSoftirq.error(sampling::ofSoftirq)),
                        boxed(steal.error(sampling::ofCounted)),
                        boxed(cost.error())),
                window.frames(),
                frames.missedDeadlines(),
                budgets(cpus, tasks),
                boxed(tasks.runShareMax(TaskRole.NAPI)),
                tasks.source());
    }

    private static OptionalDouble receivedBps(Window.Received received) {
        return received.elapsedNanos() > 0
                ? OptionalDouble.of(received.bytes() * BITS_PER_BYTE * NANOS_PER_SECOND / received.elapsedNanos())
                : OptionalDouble.empty();
    }

    private static OptionalDouble bytesPerPacket(Window.Received received) {
        return received.packets() > 0
                ? OptionalDouble.of((double) received.bytes() / received.packets())
                : OptionalDouble.empty();
    }

    /** CPU seconds for 10⁹ bytes of goodput, and the standard error. */
    private record CpuCost(OptionalDouble perGigabyte, OptionalDouble error) {
        private static final CpuCost UNKNOWN = new CpuCost(OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Busy is neither idle nor waiting for I/O nor stolen. Needs every online CPU, or the sum would be too small. */
    private CpuCost cpuCost(Map<Integer, CpuWindow> cpus, @Nullable Double goodputBps) {
        Set<Integer> needed = new TreeSet<>(cpus.keySet());
        host.cpus().stream().map(CpuTopology::cpu).forEach(needed::add);
        if (goodputBps == null
                || goodputBps <= 0
                || needed.isEmpty()
                || !cpus.keySet().containsAll(needed)) {
            return CpuCost.UNKNOWN;
        }
        double busy = 0;
        double variance = 0;
        for (CpuWindow cpu : cpus.values()) {
            OptionalDouble notBusy =
                    cpu.tickShare(CpuCounter.IDLE_TICKS, CpuCounter.IOWAIT_TICKS, CpuCounter.STEAL_TICKS);
            if (notBusy.isEmpty()) {
                return CpuCost.UNKNOWN;
            }
            busy += 1 - notBusy.getAsDouble();
            double error = sampling.ofSampled(notBusy, cpu).orElse(Double.NaN);
            variance += error * error;
        }
        double gigabytesPerSecond = goodputBps / BITS_PER_BYTE / 1e9;
        return new CpuCost(
                OptionalDouble.of(busy / gigabytesPerSecond),
                Double.isNaN(variance)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Math.sqrt(variance) / gigabytesPerSecond));
    }

    /** These CPUs, with an empty window for one that is not there. */
    private static List<CpuWindow> of(Map<Integer, CpuWindow> cpus, Set<Integer> cores) {
        return cores.stream()
                .map(core -> cpus.getOrDefault(core, new CpuWindow()))
                .toList();
    }

    private static Largest softirq(Collection<CpuWindow> cpus) {
        return Largest.of(cpus, c -> c.tickShare(CpuCounter.SOFTIRQ_TICKS));
    }

    private static OptionalDouble perSecond(Collection<CpuWindow> cpus, CpuCounter counter) {
        double sum = 0;
        for (CpuWindow cpu : cpus) {
            OptionalDouble rate = cpu.perNano(counter);
            if (rate.isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += rate.getAsDouble();
        }
        return cpus.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum * NANOS_PER_SECOND);
    }

    private static OptionalLong total(Collection<CpuWindow> cpus, CpuCounter counter, int frames) {
        long sum = 0;
        for (CpuWindow cpu : cpus) {
            OptionalLong total = cpu.total(counter, frames);
            if (total.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += total.getAsLong();
        }
        return cpus.isEmpty() ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static OptionalDouble competitorShareMax(TaskShares tasks, boolean planned) {
        if (!planned) {
            return OptionalDouble.of(0);
        }
        return tasks.cpus(TaskRole.COMPETITOR).stream()
                .mapToDouble(cpu -> tasks.runShare(cpu, Set.of(TaskRole.COMPETITOR)))
                .max();
    }

    /** Of each measured core, ascending; {@code null} if the harness was not seen at all. */
    private static @Nullable List<CoreShare> harnessShares(TaskShares tasks, Set<Integer> measuredCores) {
        if (!tasks.seen(TaskRole.HARNESS)) {
            return null;
        }
        return measuredCores.stream()
                .sorted()
                .map(cpu -> new CoreShare(cpu, tasks.runShare(cpu, Set.of(TaskRole.HARNESS))))
                .toList();
    }

    private List<BudgetShares> budgets(Map<Integer, CpuWindow> cpus, TaskShares tasks) {
        List<BudgetShares> budgets = new ArrayList<>();
        cpus.forEach((cpu, counters) ->
                CoreTimeBudget.of(cpu, counters, tasks, sampling).ifPresent(budgets::add));
        return budgets;
    }

    private static OptionalDouble max(Collection<CpuWindow> cpus, Function<CpuWindow, OptionalDouble> value) {
        return Largest.of(cpus, value).value();
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }
}
