package dev.pinbench.analysis.sample;

import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.HarnessCost;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.model.Summary;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an analysis might say of a sample run. */
final class SampleAnalysis {

    private SampleAnalysis() {}

    static RunAnalysis of(List<Levels> combinations, List<TrialRecord> trials) {
        Map<Levels, List<TrialRecord>> byLevels = new LinkedHashMap<>();
        combinations.forEach(l -> byLevels.put(l, new ArrayList<>()));
        trials.forEach(t ->
                byLevels.computeIfAbsent(t.levels(), l -> new ArrayList<>()).add(t));
        List<CombinationSummary> summaries = new ArrayList<>();
        byLevels.forEach((levels, own) -> summaries.add(summary(levels, own)));
        Set<Factor> varied = new LinkedHashSet<>();
        for (Factor factor : Factor.values()) {
            if (combinations.stream().map(l -> l.get(factor)).distinct().count() > 1) {
                varied.add(factor);
            }
        }
        int failed = (int)
                trials.stream().filter(t -> t.status() != TrialStatus.DONE).count();
        int invalid = (int) trials.stream()
                .filter(t -> t.status() == TrialStatus.DONE && !t.valid())
                .count();
        Interval ratio = new Interval(0.59, 0.65, 0.95, "BCa bootstrap over blocks, B=9999");
        return new RunAnalysis(
                RunAnalysis.SCHEMA_VERSION,
                trials.size(),
                trials.size(),
                failed,
                invalid,
                List.copyOf(varied),
                summaries,
                trials.isEmpty()
                        ? List.of()
                        : List.of(
                                new Effect(
                                        Factor.PATH,
                                        "native-to-native",
                                        "pod-to-native",
                                        "offload=off",
                                        16,
                                        4,
                                        0.62,
                                        ratio),
                                new Effect(Factor.PATH, "native-to-native", "pod-to-pod", "all", 16, 1, 0.41, null)),
                trials.isEmpty()
                        ? List.of()
                        : List.of(
                                new Association(
                                        "all",
                                        "softirq_share_max",
                                        96,
                                        -0.81,
                                        new Interval(-0.9, -0.66, 0.95, "bootstrap over blocks, B=9999"),
                                        0.0002,
                                        0.0008,
                                        null),
                                new Association(
                                        "all",
                                        "competitor_share_max",
                                        96,
                                        null,
                                        null,
                                        null,
                                        null,
                                        "competitor_share_max is constant")),
                trials.isEmpty()
                        ? List.of()
                        : List.of(new HarnessCost(0, 95, 0.012, 0.0345), new HarnessCost(1, 95, 0.0005, 0.0021)),
                trials.isEmpty()
                        ? List.of()
                        : List.of(
                                new Finding(
                                        "effect",
                                        "With offloads off, pod-to-native moves 38 % less than native-to-native "
                                                + "(95 % interval 35–41 %, 4 blocks)."),
                                new Finding("caution", "4 blocks are few: intervals are wide and may be too narrow.")));
    }

    private static CombinationSummary summary(Levels levels, List<TrialRecord> trials) {
        double[] values = trials.stream()
                .filter(TrialRecord::usable)
                .map(t -> t.metrics().goodputBps())
                .mapToDouble(v -> v == null ? Double.NaN : v)
                .sorted()
                .toArray();
        int failed = (int)
                trials.stream().filter(t -> t.status() != TrialStatus.DONE).count();
        int invalid = (int) trials.stream()
                .filter(t -> t.status() == TrialStatus.DONE && !t.valid())
                .count();
        Summary goodput = null;
        Double share = null;
        Double ksoftirqd = null;
        if (values.length > 0) {
            double median = values[values.length / 2];
            Interval interval = values.length < 2
                    ? null
                    : new Interval(
                            values[0],
                            values[values.length - 1],
                            Math.min(0.95, 1 - Math.pow(2, 1.0 - values.length)),
                            "BCa bootstrap over blocks, B=9999");
            double mean = Arrays.stream(values).average().orElse(0);
            goodput = new Summary(
                    values.length, median, mean, interval, values.length < 2 ? null : 0.031, 0, values.length < 10);
            TrialMetrics last = trials.get(trials.size() - 1).metrics();
            share = last.softirqShareMax();
            ksoftirqd = last.ksoftirqdRunShareMax();
        }
        return new CombinationSummary(
                levels,
                trials.size(),
                trials.size() - failed,
                failed,
                invalid,
                goodput,
                share,
                share == null ? null : (Double) 0.012,
                ksoftirqd,
                goodput == null ? null : 12e9 / goodput.median(),
                null,
                goodput == null ? null : 1500.0,
                List.of());
    }
}
