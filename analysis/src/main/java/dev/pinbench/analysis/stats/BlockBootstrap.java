package dev.pinbench.analysis.stats;

import dev.pinbench.analysis.model.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Bias-corrected and accelerated bootstrap interval (BCa; Efron 1987; Efron &amp; Tibshirani 1993, chapter 14) with the
 * block as the unit of resampling: what happened within a block is drawn together, so that drift shared by a block does
 * not pass for evidence.
 *
 * <p>The bias correction z₀ counts resamples equal to the estimate by half (as SciPy does), since a median of few blocks
 * has many ties. The acceleration comes from the jackknife over blocks; it is 0 where the jackknife values are all equal.
 *
 * <p>Degenerate cases, each named in {@link Interval#method()}:
 *
 * <ul>
 *   <li>fewer than 2 blocks: no interval (empty);
 *   <li>all resamples equal: an interval of width 0, which says nothing of certainty;
 *   <li>z₀ infinite, a jackknife value not defined, or 1 − a(z₀ + z) not positive: the plain percentile interval;
 *   <li>a statistic not defined (NaN) for a resample: that resample is left out; with more than 5 % of them, no interval.
 * </ul>
 */
public final class BlockBootstrap {

    /** Resamples for medians and ratios, as in SciPy. */
    public static final int RESAMPLES = 9999;

    /** Resamples for correlations over many rows, which cost more each. */
    public static final int RESAMPLES_CORRELATION = 1999;

    private static final double LARGEST_UNDEFINED_SHARE = 0.05;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final int resamples;
    private final double level;
    private final long seed;

    /**
     * A bootstrap; each interval starts from the same seed, so equal data give equal intervals.
     *
     * @param resamples at least 100
     * @param level coverage, between 0 and 1
     */
    public BlockBootstrap(int resamples, double level, long seed) {
        if (resamples < 100) {
            throw new IllegalArgumentException("at least 100 resamples are needed, got " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a level between 0 and 1 is needed, got " + level);
        }
        this.resamples = resamples;
        this.level = level;
        this.seed = seed;
    }

    /**
     * The interval of a statistic of a list of blocks.
     *
     * @throws IllegalArgumentException if the statistic of the blocks themselves is not finite
     */
    public <B> Optional<Interval> interval(List<B> blocks, ToDoubleFunction<List<B>> statistic) {
        return interval(blocks.size(), drawn -> {
            List<B> sample = new ArrayList<>(drawn.length);
            for (int index : drawn) {
                sample.add(blocks.get(index));
            }
            return statistic.applyAsDouble(sample);
        });
    }

    /**
     * The interval of a statistic of drawn block numbers, for statistics that need no list.
     *
     * @param blocks number of blocks
     * @param statistic gets block numbers from 0, with repeats; it must not keep or change the array
     * @throws IllegalArgumentException if the statistic of the blocks themselves is not finite
     */
    public Optional<Interval> interval(int blocks, ToDoubleFunction<int[]> statistic) {
        if (blocks < 2) {
            return Optional.empty();
        }
        double estimate = statistic.applyAsDouble(identity(blocks));
        if (!Double.isFinite(estimate)) {
            throw new IllegalArgumentException(
                    "the statistic of the data is " + estimate + "; no interval can be made");
        }
        double[] replicates = replicates(blocks, statistic);
        if (replicates.length < (1 - LARGEST_UNDEFINED_SHARE) * resamples) {
            return Optional.empty();
        }
        double tail = (1 - level) / 2;
        if (replicates[0] == replicates[replicates.length - 1]) {
            return Optional.of(
                    new Interval(replicates[0], replicates[0], level, method("bootstrap", ", all resamples equal")));
        }
        double bias = biasCorrection(replicates, estimate);
        double acceleration = acceleration(blocks, statistic);
        double low = adjusted(bias, acceleration, tail);
        double high = adjusted(bias, acceleration, 1 - tail);
        if (Double.isNaN(low) || Double.isNaN(high)) {
            return Optional.of(new Interval(
                    Robust.quantile(replicates, tail),
                    Robust.quantile(replicates, 1 - tail),
                    level,
                    method("percentile bootstrap", ", BCa not defined")));
        }
        return Optional.of(new Interval(
                Robust.quantile(replicates, low),
                Robust.quantile(replicates, high),
                level,
                method("BCa bootstrap", "")));
    }

    /** The sorted statistics of the resamples, without those that are not defined. */
    private double[] replicates(int blocks, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] replicates = new double[resamples];
        int[] drawn = new int[blocks];
        int defined = 0;
        for (int b = 0; b < resamples; b++) {
            for (int i = 0; i < blocks; i++) {
                drawn[i] = random.nextInt(blocks);
            }
            double value = statistic.applyAsDouble(drawn);
            if (Double.isFinite(value)) {
                replicates[defined++] = value;
            }
        }
        double[] sorted = Arrays.copyOf(replicates, defined);
        Arrays.sort(sorted);
        return sorted;
    }

    private static double biasCorrection(double[] sorted, double estimate) {
        // sums of the same values in another order differ by rounding: such are ties
        double rounding = 1e-12 * Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        int below = 0;
        int equal = 0;
        for (double value : sorted) {
            if (Math.abs(value - estimate) <= rounding) {
                equal++;
            } else if (value < estimate) {
                below++;
            }
        }
        return NORMAL.inverseCumulativeProbability((below + 0.5 * equal) / sorted.length);
    }

    /** The acceleration of BCa: a sixth of the skewness of the jackknife; NaN where a jackknife value is not defined. */
    static double acceleration(int blocks, ToDoubleFunction<int[]> statistic) {
        double[] jackknife = new double[blocks];
        double sum = 0;
        for (int left = 0; left < blocks; left++) {
            int[] others = new int[blocks - 1];
            for (int i = 0; i < others.length; i++) {
                others[i] = i < left ? i : i + 1;
            }
            jackknife[left] = statistic.applyAsDouble(others);
            sum += jackknife[left];
        }
        double mean = sum / blocks;
        double squares = 0;
        double cubes = 0;
        double largest = 0;
        for (double value : jackknife) {
            double deviation = mean - value;
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
            largest = Math.max(largest, Math.abs(deviation));
        }
        boolean allEqual = largest <= 1e-12 * Math.abs(mean);
        return allEqual ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    /** The share of the resamples to cut at, or NaN where BCa is not defined. */
    private static double adjusted(double bias, double acceleration, double share) {
        double z = bias + NORMAL.inverseCumulativeProbability(share);
        double denominator = 1 - acceleration * z;
        return Double.isFinite(z) && denominator > 0
                ? NORMAL.cumulativeProbability(bias + z / denominator)
                : Double.NaN;
    }

    private String method(String kind, String remark) {
        return kind + " over blocks, B=" + resamples + remark;
    }

    private static int[] identity(int n) {
        int[] all = new int[n];
        Arrays.setAll(all, i -> i);
        return all;
    }
}
