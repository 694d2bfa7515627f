package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.ProbeContext;
import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TimedBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lays what the exact probe saw beside what ticks, {@code schedstat} and task clocks said. Only rows that lie wholly in the measured
 * window count, and of the frames those that lie in the time of these rows, as {@link Stretch} says.
 */
public final class ProbeSharesCalculator {

    private static final double LEAST_COVERED = 0.5;
    private static final double LEAST_TASK_SHARE = 0.001;
    private static final double ERRORS_ALLOWED = 2;
    private static final double LARGEST_TASK_DIFFERENCE = 0.01;

    /** Resolution of /proc/stat: USER_HZ is 100. */
    private static final double ONE_TICK_NANOS = 1e7;

    private final TickSampling sampling;

    /** A calculator for trials on {@code host}. */
    public ProbeSharesCalculator(HostFacts host) {
        this.sampling = new TickSampling(host);
    }

    /**
     * The shares of one trial.
     *
     * @param rows everything the probe saw, warm-up included
     * @param gaps what it could not see
     * @param frames everything sampled meanwhile
     * @param windowStartNanos begin of the measured window on the frames' clock
     * @param windowEndNanos its end
     */
    public ProbeShares calculate(
            List<ProbeRow> rows, List<String> gaps, Frames frames, long windowStartNanos, long windowEndNanos) {
        Map<Integer, List<ProbeRow>> byCpu = new TreeMap<>();
        SwitchShares switches = new SwitchShares(rows);
        rows.stream()
                .filter(row -> row.kind() != ProbeKind.TASK_SWITCH)
                .filter(row -> row.startNanos() >= windowStartNanos && row.endNanos() <= windowEndNanos)
                .forEach(row ->
                        byCpu.computeIfAbsent(row.cpu(), c -> new ArrayList<>()).add(row));
        Map<Integer, Stretch> stretches = Stretch.of(frames, byCpu);
        List<ProbeShares.Core> cores = new ArrayList<>();
        List<ProbeShares.Task> tasks = new ArrayList<>();
        List<TimedBudget> budgets = new ArrayList<>();
        TimedBudgets timed = new TimedBudgets(frames);
        byCpu.forEach((cpu, itsRows) -> {
            long covered = covered(itsRows);
            Stretch stretch = stretches.get(cpu);
            if (covered > 0 && stretch != null) {
                cores.add(core(cpu, itsRows, covered, stretch.counters()));
                tasks.addAll(tasks(cpu, itsRows, covered, stretch, switches));
                budgets.add(timed.of(cpu, itsRows, covered));
            }
        });
        List<String> allGaps = new ArrayList<>(gaps);
        uncovered(frames, byCpu, windowEndNanos - windowStartNanos).ifPresent(allGaps::add);
        return new ProbeShares(ProbeShares.SCHEMA_VERSION, cores, tasks, allGaps, budgets);
    }

    /** Which of the CPUs that the frames have the probe has little or nothing of; up to two intervals are always lost at either edge. */
    private static Optional<String> uncovered(Frames frames, Map<Integer, List<ProbeRow>> byCpu, long windowNanos) {
        Map<Integer, Long> little = new TreeMap<>();
        Set<Integer> cpus = new TreeSet<>();
        for (CpuRow row : frames.cpu()) {
            cpus.add(row.cpu());
        }
        for (int cpu : cpus) {
            long covered = covered(byCpu.getOrDefault(cpu, List.of()));
            if (covered < LEAST_COVERED * windowNanos) {
                little.put(cpu, covered);
            }
        }
        return little.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "rows cover less than half of the measured window of %.1f s on CPU %s, so that little or nothing is"
                                + " compared there",
                        windowNanos / 1e9,
                        little.entrySet().stream()
                                .map(entry -> String.format(
                                        Locale.ROOT, "%d (%.1f s)", entry.getKey(), entry.getValue() / 1e9))
                                .collect(Collectors.joining(", "))));
    }

    /** Every interval has a row for each of the tasks that ran, the idle task at least, so its length counts once. */
    private static long covered(List<ProbeRow> rows) {
        Map<Long, Long> intervals = new TreeMap<>();
        rows.forEach(row -> intervals.put(row.startNanos(), row.endNanos() - row.startNanos()));
        return intervals.values().stream().mapToLong(Long::longValue).sum();
    }

    private ProbeShares.Core core(int cpu, List<ProbeRow> rows, long covered, CpuWindow ticks) {
        double softirq = share(rows, row -> row.kind() == ProbeKind.SOFTIRQ, covered);
        OptionalDouble tickShare = ticks.tickShare(CpuCounter.SOFTIRQ_TICKS);
        Double tick = boxed(tickShare);
        Double error = boxed(sampling.ofSoftirq(tickShare, ticks));
        Double comparable = boxed(sampling.ofSoftirq(OptionalDouble.of(softirq), ticks));
        return new ProbeShares.Core(
                cpu,
                covered,
                softirq,
                share(rows, row -> row.context() == ProbeContext.INLINE, covered),
                share(rows, row -> row.context() == ProbeContext.KSOFTIRQD, covered),
                share(rows, row -> row.context() == ProbeContext.IDLE, covered),
                share(rows, row -> row.kind() == ProbeKind.IRQ, covered),
                untold(rows, covered),
                tick,
                error,
                (tick == null || softirq <= 0) ? null : (Double) (tick / softirq),
                (tick == null || comparable == null)
                        ? null
                        : (Boolean) (Math.abs(tick - softirq)
                                <= ERRORS_ALLOWED * comparable + ONE_TICK_NANOS / ticks.tickedNanos()));
    }

    private static List<ProbeShares.Task> tasks(
            int cpu, List<ProbeRow> rows, long covered, Stretch stretch, SwitchShares switches) {
        Map<Integer, List<ProbeRow>> byTid = new LinkedHashMap<>();
        for (ProbeRow row : rows) {
            Integer tid = row.tid();
            if (tid != null && tid != 0 && !row.untold()) {
                byTid.computeIfAbsent(tid, t -> new ArrayList<>()).add(row);
            }
        }
        List<ProbeShares.Task> tasks = new ArrayList<>();
        byTid.forEach((tid, itsRows) -> {
            double run = share(itsRows, row -> row.kind() == ProbeKind.TASK, covered);
            if (run >= LEAST_TASK_SHARE) {
                double softirq = share(itsRows, row -> row.kind() == ProbeKind.TASK_SOFTIRQ, covered);
                double irq = share(itsRows, row -> row.kind() == ProbeKind.TASK_IRQ, covered);
                String name = itsRows.get(itsRows.size() - 1).name();
                Double schedstat = boxed(stretch.bookedShare(tid));
                Double clock = boxed(stretch.clockShare(tid));
                Double booked = booked(itsRows, covered);
                Double switching = boxed(stretch.switchShare(switches, cpu, tid));
                tasks.add(new ProbeShares.Task(
                        cpu,
                        tid,
                        name,
                        run,
                        softirq,
                        irq,
                        run - softirq - irq,
                        schedstat,
                        agree(schedstat, run),
                        booked,
                        agree(schedstat, booked),
                        clock,
                        switching,
                        clockAgrees(clock, run, switching)));
            }
        });
        tasks.sort(Comparator.comparingDouble(ProbeShares.Task::runShare).reversed());
        return tasks;
    }

    private static @Nullable Double booked(List<ProbeRow> rows, long covered) {
        Predicate<ProbeRow> isBooked = row -> row.kind() == ProbeKind.TASK_BOOKED;
        return rows.stream().noneMatch(isBooked) ? null : (Double) share(rows, isBooked, covered);
    }

    private static double untold(List<ProbeRow> rows, long covered) {
        return share(rows, row -> row.kind() == ProbeKind.TASK && row.untold(), covered);
    }

    private static double share(List<ProbeRow> rows, Predicate<ProbeRow> which, long covered) {
        return rows.stream().filter(which).mapToLong(ProbeRow::nanos).sum() / (double) covered;
    }

    /** Whether the two differ by no more than 1 % of the core; {@code null} if one is not known. */
    private static @Nullable Boolean agree(@Nullable Double share, @Nullable Double other) {
        return (share == null || other == null) ? null : (Boolean) (Math.abs(share - other) <= LARGEST_TASK_DIFFERENCE);
    }

    private static @Nullable Boolean clockAgrees(@Nullable Double clock, double run, @Nullable Double switching) {
        return clock == null
                ? null
                : (Boolean) (ProbeShares.clockDifference(clock, run, switching) <= LARGEST_TASK_DIFFERENCE);
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
