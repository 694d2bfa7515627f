package dev.pinbench.analysis.model;

import org.jspecify.annotations.Nullable;

/**
 * How goodput goes with one explaining number over the usable trials. Observational: it says "goes with", never
 * "because of".
 *
 * @param scope over which trials: {@code all}, or the levels that they share, such as {@code path=pod-to-pod offload=off}
 * @param metric column of {@code trials.csv} that explains
 * @param n trials used
 * @param spearman rank correlation; {@code null} where it is not defined (n under 4, or a constant)
 * @param interval bootstrap interval over blocks; {@code null} where it is not defined
 * @param pValue two-sided p of no association by permutation; {@code null} where not defined
 * @param adjustedPValue p after Benjamini-Hochberg over all associations of the run; {@code null} where not defined
 * @param note why something is not defined, or {@code null}
 */
public record Association(
        String scope,
        String metric,
        int n,
        @Nullable Double spearman,
        @Nullable Interval interval,
        @Nullable Double pValue,
        @Nullable Double adjustedPValue,
        @Nullable String note) {}
