package dev.pinbench.analysis;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run, looked at from the sides that the statistics need.
 *
 * @param trials in the order of their numbers
 * @param combinations in the order of {@link LevelOrder}
 * @param varied the factors with more than one level in the plan
 */
record RunData(RunManifest manifest, List<TrialRecord> trials, List<Levels> combinations, List<Factor> varied) {

    static RunData of(RunManifest manifest, List<TrialRecord> trials) {
        List<TrialRecord> ordered = new ArrayList<>(trials);
        ordered.sort(Comparator.comparingInt(TrialRecord::trial));
        List<Levels> combinations = Stream.concat(
                        manifest.plan().stream().map(PlannedTrial::levels),
                        trials.stream().map(TrialRecord::levels))
                .distinct()
                .sorted(LevelOrder.ofCombinations())
                .toList();
        List<Factor> varied = Arrays.stream(Factor.values())
                .filter(factor ->
                        combinations.stream().map(c -> c.get(factor)).distinct().count() > 1)
                .toList();
        return new RunData(manifest, List.copyOf(ordered), combinations, varied);
    }

    /** The trials that statistics may use. */
    List<TrialRecord> usable() {
        return trials.stream().filter(TrialRecord::usable).toList();
    }

    boolean varies(Factor factor) {
        return varied.contains(factor);
    }

    /** The levels of a factor in the order of {@link LevelOrder}. */
    List<String> levels(Factor factor) {
        return combinations.stream()
                .map(combination -> combination.get(factor))
                .distinct()
                .sorted(LevelOrder::compare)
                .toList();
    }

    /** Numbers of the blocks of the plan. */
    int blocks() {
        TreeSet<Integer> blocks = new TreeSet<>();
        manifest.plan().forEach(planned -> blocks.add(planned.block()));
        trials.forEach(trial -> blocks.add(trial.block()));
        return blocks.size();
    }

    /** A seed for one question, so that its answer does not depend on which others are asked. */
    long seed(String question) {
        return 31 * manifest.seed() + question.hashCode();
    }

    /** Whether the client or the server was to run on this core. */
    static boolean endsOn(Levels levels, int cpu) {
        String core = Integer.toString(cpu);
        return core.equals(levels.get(Factor.CLIENT_CORE)) || core.equals(levels.get(Factor.SERVER_CORE));
    }

    /** Goodput of a usable trial, bits per second. */
    static double goodput(TrialRecord trial) {
        return Objects.requireNonNull(trial.metrics().goodputBps(), "a usable trial has goodput");
    }

    /** The known values of a metric. */
    static double[] values(List<TrialRecord> trials, Function<TrialMetrics, @Nullable Double> metric) {
        return trials.stream()
                .map(trial -> metric.apply(trial.metrics()))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    static boolean failed(TrialRecord trial) {
        return trial.status() != TrialStatus.DONE;
    }

    static boolean invalid(TrialRecord trial) {
        return trial.status() == TrialStatus.DONE && !trial.valid();
    }

    static int count(List<TrialRecord> trials, Predicate<TrialRecord> which) {
        return (int) trials.stream().filter(which).count();
    }
}
