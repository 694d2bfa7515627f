package dev.pinbench.analysis;

import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.BlockBootstrap;
import dev.pinbench.analysis.stats.MultipleTesting;
import dev.pinbench.analysis.stats.Spearman;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How goodput goes with each candidate for a cause: over all usable trials, and within each path and offload where these
 * vary, since they shift both sides at once and would make, or hide, an association.
 */
final class Associations {

    private final RunData run;

    Associations(RunData run) {
        this.run = run;
    }

    List<Association> all() {
        List<Association> raw = new ArrayList<>();
        scopes().forEach((scope, trials) -> {
            for (ExplainingMetric metric : ExplainingMetric.values()) {
                raw.add(association(scope, metric, trials));
            }
        });
        return adjusted(raw);
    }

    private Map<String, List<TrialRecord>> scopes() {
        Map<String, List<TrialRecord>> scopes = new LinkedHashMap<>();
        scopes.put(Effects.OVERALL, run.usable());
        if (run.varies(Factor.PATH) || run.varies(Factor.OFFLOAD)) {
            for (Levels combination : run.combinations()) {
                scopes.putIfAbsent(scope(combination), new ArrayList<>());
            }
            run.usable()
                    .forEach(trial -> Objects.requireNonNull(scopes.get(scope(trial.levels())))
                            .add(trial));
        }
        return scopes;
    }

    private String scope(Levels levels) {
        return levels.describe(f -> (f == Factor.PATH || f == Factor.OFFLOAD) && run.varies(f));
    }

    private Association association(String scope, ExplainingMetric metric, List<TrialRecord> trials) {
        List<TrialRecord> known =
                trials.stream().filter(t -> metric.of(t.metrics()) != null).toList();
        int n = known.size();
        String missing =
                n < trials.size() ? "not known in " + (trials.size() - n) + " of " + trials.size() + " trials" : null;
        if (n < Spearman.FEWEST_PAIRS) {
            return undefined(scope, metric, n, join(missing, "too few trials"));
        }
        double[] x = RunData.values(known, metric::of);
        double[] y = known.stream().mapToDouble(RunData::goodput).toArray();
        Spearman spearman =
                new Spearman(x, y, known.stream().mapToInt(TrialRecord::block).toArray());
        OptionalDouble rho = spearman.correlation();
        if (rho.isEmpty()) {
            return undefined(scope, metric, n, join(missing, "one of the two is constant"));
        }
        long seed = run.seed("association " + scope + " " + metric.column());
        Interval interval = spearman.interval(
                        new BlockBootstrap(BlockBootstrap.RESAMPLES_CORRELATION, Analyzer.LEVEL, seed))
                .orElse(null);
        OptionalDouble p = spearman.pValue(seed);
        String noInterval = interval == null ? "too few blocks that tell for an interval" : null;
        String noP = p.isEmpty() ? "no block has different values to permute" : null;
        return new Association(
                scope,
                metric.column(),
                n,
                rho.getAsDouble(),
                interval,
                p.isPresent() ? (Double) p.getAsDouble() : null,
                null,
                join(join(missing, noInterval), noP));
    }

    private static Association undefined(String scope, ExplainingMetric metric, int n, @Nullable String note) {
        return new Association(scope, metric.column(), n, null, null, null, null, note);
    }

    private static @Nullable String join(@Nullable String left, @Nullable String right) {
        return left == null ? right : right == null ? left : left + "; " + right;
    }

    private static List<Association> adjusted(List<Association> raw) {
        double[] adjusted = MultipleTesting.benjaminiHochberg(raw.stream()
                .map(Association::pValue)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray());
        List<Association> result = new ArrayList<>();
        int next = 0;
        for (Association a : raw) {
            Double p = a.pValue() == null ? null : (Double) adjusted[next++];
            result.add(
                    new Association(a.scope(), a.metric(), a.n(), a.spearman(), a.interval(), a.pValue(), p, a.note()));
        }
        return result;
    }
}
