package dev.pinbench.analysis;

import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.Summary;
import dev.pinbench.analysis.results.BudgetErrors;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.stats.BlockBootstrap;
import dev.pinbench.analysis.stats.BlockMedian;
import dev.pinbench.analysis.stats.Robust;
import dev.pinbench.analysis.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Summarises each combination over its trials. */
final class Combinations {

    private final RunData run;

    Combinations(RunData run) {
        this.run = run;
    }

    List<CombinationSummary> summaries() {
        return run.combinations().stream().map(this::summary).toList();
    }

    private CombinationSummary summary(Levels levels) {
        List<TrialRecord> trials =
                run.trials().stream().filter(t -> t.levels().equals(levels)).toList();
        List<TrialRecord> usable = trials.stream().filter(TrialRecord::usable).toList();
        int planned = (int) run.manifest().plan().stream()
                .filter(p -> p.levels().equals(levels))
                .count();
        return new CombinationSummary(
                levels,
                planned,
                RunData.count(trials, t -> t.status() == TrialStatus.DONE),
                RunData.count(trials, RunData::failed),
                RunData.count(trials, RunData::invalid),
                usable.isEmpty() ? null : goodput(levels, usable),
                median(usable, TrialMetrics::softirqShareMax),
                median(usable, TrialMetrics::softirqShareStandardError),
                median(usable, TrialMetrics::ksoftirqdRunShareMax),
                median(usable, TrialMetrics::cpuSecondsPerGigabyte),
                median(usable, metrics -> metrics.standardErrors().cpuSecondsPerGigabyte()),
                median(usable, TrialMetrics::bytesPerPacket),
                meanBudgets(usable));
    }

    private Summary goodput(Levels levels, List<TrialRecord> usable) {
        double[] values = usable.stream().mapToDouble(RunData::goodput).toArray();
        Map<Integer, List<TrialRecord>> byBlock =
                usable.stream().collect(Collectors.groupingBy(TrialRecord::block, TreeMap::new, Collectors.toList()));
        double[][] blocks = byBlock.values().stream()
                .map(block -> block.stream().mapToDouble(RunData::goodput).toArray())
                .toArray(double[][]::new);
        BlockBootstrap bootstrap = new BlockBootstrap(
                BlockBootstrap.RESAMPLES, Analyzer.LEVEL, run.seed("goodput " + levels.describe(f -> true)));
        int outliers = 0;
        for (boolean outlier : Robust.outliers(values)) {
            outliers += outlier ? 1 : 0;
        }
        OptionalDouble variation = Robust.coefficientOfVariation(values);
        return new Summary(
                values.length,
                Robust.median(values),
                Robust.mean(values),
                bootstrap
                        .interval(blocks.length, new BlockMedian(blocks))
                        .map(interval -> atReachableLevel(interval, blocks.length))
                        .orElse(null),
                variation.isPresent() ? (Double) variation.getAsDouble() : null,
                outliers,
                blocks.length < Analyzer.FEWEST_BLOCKS);
    }

    /** The whole range of n values covers their median with probability 1 − 2^(1−n): no resampling can do better. */
    private static Interval atReachableLevel(Interval interval, int blocks) {
        double reachable = Analyzer.medianCoverage(blocks);
        return reachable >= interval.level()
                ? interval
                : new Interval(
                        interval.low(),
                        interval.high(),
                        reachable,
                        interval.method() + ", " + blocks + " blocks cover at most " + Units.percent(reachable));
    }

    private static @Nullable Double median(List<TrialRecord> trials, Function<TrialMetrics, @Nullable Double> metric) {
        double[] values = RunData.values(trials, metric);
        return values.length == 0 ? null : (Double) Robust.median(values);
    }

    /** The mean budget of each core over the trials that have one; hard IRQ is known only where all trials know it. */
    static List<BudgetShares> meanBudgets(List<TrialRecord> trials) {
        Map<Integer, List<BudgetShares>> byCpu = new TreeMap<>();
        trials.forEach(trial -> trial.metrics()
                .budgets()
                .forEach(budget -> byCpu.computeIfAbsent(budget.cpu(), c -> new ArrayList<>())
                        .add(budget)));
        return byCpu.entrySet().stream()
                .map(e -> meanBudget(e.getKey(), e.getValue()))
                .toList();
    }

    private static BudgetShares meanBudget(int cpu, List<BudgetShares> budgets) {
        boolean napiKnown = budgets.stream().allMatch(b -> b.napiThreads() != null);
        boolean irqKnown = budgets.stream().allMatch(b -> b.hardIrq() != null);
        return new BudgetShares(
                cpu,
                mean(budgets, BudgetShares::iperf3),
                mean(budgets, BudgetShares::ksoftirqd),
                mean(budgets, BudgetShares::inlineSoftirq),
                irqKnown ? (Double) mean(budgets, b -> Objects.requireNonNull(b.hardIrq())) : null,
                mean(budgets, BudgetShares::competitor),
                mean(budgets, BudgetShares::harness),
                mean(budgets, BudgetShares::other),
                mean(budgets, BudgetShares::steal),
                mean(budgets, BudgetShares::idle),
                errorsOfMean(budgets, irqKnown),
                napiKnown ? (Double) mean(budgets, b -> Objects.requireNonNull(b.napiThreads())) : null);
    }

    /** Trials err independently of each other. */
    private static @Nullable BudgetErrors errorsOfMean(List<BudgetShares> budgets, boolean irqKnown) {
        List<BudgetErrors> errors = budgets.stream()
                .map(BudgetShares::standardErrors)
                .filter(Objects::nonNull)
                .toList();
        return errors.size() < budgets.size()
                ? null
                : new BudgetErrors(
                        errorOfMean(errors, BudgetErrors::inlineSoftirq),
                        irqKnown ? (Double) errorOfMean(errors, e -> Objects.requireNonNull(e.hardIrq())) : null,
                        errorOfMean(errors, BudgetErrors::tasks),
                        errorOfMean(errors, BudgetErrors::steal),
                        errorOfMean(errors, BudgetErrors::idle));
    }

    private static double errorOfMean(List<BudgetErrors> errors, ToDoubleFunction<BudgetErrors> part) {
        double squares =
                errors.stream().mapToDouble(part).map(error -> error * error).sum();
        return Math.sqrt(squares) / errors.size();
    }

    private static double mean(List<BudgetShares> budgets, ToDoubleFunction<BudgetShares> part) {
        return Robust.mean(budgets.stream().mapToDouble(part).toArray());
    }
}
