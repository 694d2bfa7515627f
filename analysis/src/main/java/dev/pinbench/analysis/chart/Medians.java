package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.TrialRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.jspecify.annotations.Nullable;

/**
 * Goodput of trials that are pooled for a figure: the median over blocks of each block's median, with a percentile
 * bootstrap interval over blocks (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13), because
 * the block is the unit that was repeated.
 *
 * @param medianBps bits per second
 * @param lowBps lower end of the 95 % interval, {@code null} with fewer than 2 blocks
 * @param highBps upper end
 */
record Medians(
        int trials,
        int blocks,
        double medianBps,
        @Nullable Double lowBps,
        @Nullable Double highBps) {

    private static final int RESAMPLES = 2000;

    /** Pools the usable trials among {@code trials}; {@code null} if there are none. */
    static @Nullable Medians of(List<TrialRecord> trials, long seed) {
        Map<Integer, List<Double>> byBlock = new TreeMap<>();
        int used = 0;
        for (TrialRecord trial : trials) {
            Double goodput = trial.metrics().goodputBps();
            if (trial.usable() && goodput != null) {
                byBlock.computeIfAbsent(trial.block(), b -> new ArrayList<>()).add(goodput);
                used++;
            }
        }
        if (used == 0) {
            return null;
        }
        double[] blocks = byBlock.values().stream().mapToDouble(Medians::median).toArray();
        double median = new Median().evaluate(blocks);
        if (blocks.length < 2) {
            return new Medians(used, blocks.length, median, null, null);
        }
        double[] resampled = resample(blocks, seed);
        Arrays.sort(resampled);
        Percentile quantile = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        quantile.setData(resampled);
        return new Medians(used, blocks.length, median, quantile.evaluate(2.5), quantile.evaluate(97.5));
    }

    static double median(List<Double> values) {
        return new Median()
                .evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double[] resample(double[] blocks, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Median median = new Median();
        double[] results = new double[RESAMPLES];
        double[] drawn = new double[blocks.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < drawn.length; j++) {
                drawn[j] = blocks[random.nextInt(blocks.length)];
            }
            results[i] = median.evaluate(drawn);
        }
        return results;
    }

    double top() {
        return highBps == null ? medianBps : Math.max(medianBps, highBps);
    }
}
