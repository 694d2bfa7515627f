package dev.pinbench.analysis;

import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.MedianInterval;
import dev.pinbench.analysis.stats.Robust;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What changing one factor did, from pairs of trials of the same block that differ in nothing else.
 *
 * <p>Each pair gives the logarithm of the ratio of its goodputs. A block's effect is the mean over its pairs (so, a ratio
 * of geometric means); the effect is the median over blocks, and its interval comes from resampling blocks, or with fewer
 * than {@value MedianInterval#FEWEST_BLOCKS} blocks from Student's t of their logarithms. A block that
 * lacks a pair that others have, through a failed trial or an interrupted run, would average over another mix of
 * combinations: its pairs are therefore first taken relative to the median of their combination over the blocks, and the
 * mean of those medians is added back. With all pairs there this changes nothing.
 */
final class Effects {

    static final String OVERALL = "all";

    private record Pair(Levels context, int block, double logRatio) {}

    private final RunData run;

    Effects(RunData run) {
        this.run = run;
    }

    List<Effect> all() {
        List<Effect> effects = new ArrayList<>();
        for (Factor factor : run.varied()) {
            List<String> levels = run.levels(factor);
            for (String level : levels.subList(1, levels.size())) {
                effect(factor, levels.get(0), level, OVERALL, t -> true).ifPresent(effects::add);
                if (run.varies(Factor.OFFLOAD) && factor != Factor.OFFLOAD) {
                    for (String offload : run.levels(Factor.OFFLOAD)) {
                        effect(
                                        factor,
                                        levels.get(0),
                                        level,
                                        Factor.OFFLOAD.label() + "=" + offload,
                                        t -> t.levels().get(Factor.OFFLOAD).equals(offload))
                                .ifPresent(effects::add);
                    }
                }
            }
        }
        return effects;
    }

    private Optional<Effect> effect(
            Factor factor, String baseline, String level, String scope, Predicate<TrialRecord> inScope) {
        List<Pair> pairs = pairs(factor, baseline, level, inScope);
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        double[] blocks = blockEffects(pairs);
        String question = "effect " + factor.label() + " " + baseline + " " + level + " " + scope;
        Interval interval = MedianInterval.of(blocks, Analyzer.LEVEL, run.seed(question))
                .map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), i.level(), i.method()))
                .orElse(null);
        return Optional.of(new Effect(
                factor,
                baseline,
                level,
                scope,
                pairs.size(),
                blocks.length,
                Math.exp(Robust.median(blocks)),
                interval));
    }

    private List<Pair> pairs(Factor factor, String baseline, String level, Predicate<TrialRecord> inScope) {
        Map<Integer, Map<Levels, TrialRecord>> byBlock = new TreeMap<>();
        run.usable().stream()
                .filter(inScope)
                .filter(trial -> RunData.goodput(trial) > 0)
                .forEach(
                        trial -> byBlock.computeIfAbsent(trial.block(), b -> new TreeMap<>(LevelOrder.ofCombinations()))
                                .put(trial.levels(), trial));
        List<Pair> pairs = new ArrayList<>();
        byBlock.forEach((block, trials) -> trials.forEach((levels, trial) -> {
            TrialRecord other = trials.get(levels.with(factor, level));
            if (levels.get(factor).equals(baseline) && other != null) {
                pairs.add(new Pair(levels, block, Math.log(RunData.goodput(other) / RunData.goodput(trial))));
            }
        }));
        return pairs;
    }

    private static double[] blockEffects(List<Pair> pairs) {
        Map<Levels, List<Double>> byContext = new TreeMap<>(LevelOrder.ofCombinations());
        pairs.forEach(pair -> byContext
                .computeIfAbsent(pair.context(), c -> new ArrayList<>())
                .add(pair.logRatio()));
        Map<Levels, Double> medians = new TreeMap<>(LevelOrder.ofCombinations());
        byContext.forEach((context, ratios) -> medians.put(context, Robust.median(array(ratios))));
        double grandMean = Robust.mean(array(medians.values()));
        Map<Integer, List<Double>> byBlock = new TreeMap<>();
        for (Pair pair : pairs) {
            double expected = medians.getOrDefault(pair.context(), 0.0);
            byBlock.computeIfAbsent(pair.block(), b -> new ArrayList<>()).add(pair.logRatio() - expected + grandMean);
        }
        return byBlock.values().stream()
                .mapToDouble(ratios -> Robust.mean(array(ratios)))
                .toArray();
    }

    private static double[] array(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
