package dev.pinbench.analysis.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Mean ranks of a sample in which row i stands {@code weights[i]} times. Sorted once, so that the ranks of a resample cost
 * one pass instead of one sort: what makes thousands of resamples of thousands of rows affordable.
 */
final class WeightedRanks {

    private final double[] values;
    private final int[] ascending;
    private final double[] ranks;

    WeightedRanks(double[] values) {
        this.values = values;
        this.ascending = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.ranks = new double[values.length];
    }

    /** The mean rank of each row; overwritten by the next call. */
    private double[] rank(int[] weights) {
        double before = 0;
        int from = 0;
        while (from < ascending.length) {
            int to = from;
            double tied = 0;
            while (to < ascending.length && values[ascending[to]] == values[ascending[from]]) {
                tied += weights[ascending[to]];
                to++;
            }
            for (int k = from; k < to; k++) {
                ranks[ascending[k]] = before + (tied + 1) / 2;
            }
            before += tied;
            from = to;
        }
        return ranks;
    }

    /** Pearson correlation of the weighted ranks: Spearman's of the resample; NaN if x or y is constant in it. */
    static double correlation(WeightedRanks x, WeightedRanks y, int[] weights) {
        double[] xRanks = x.rank(weights);
        double[] yRanks = y.rank(weights);
        double n = 0;
        for (int weight : weights) {
            n += weight;
        }
        double meanRank = (n + 1) / 2;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < weights.length; i++) {
            double dx = xRanks[i] - meanRank;
            double dy = yRanks[i] - meanRank;
            xx += weights[i] * dx * dx;
            yy += weights[i] * dy * dy;
            xy += weights[i] * dx * dy;
        }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }
}
