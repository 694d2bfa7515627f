package dev.pinbench.analysis.stats;

import dev.pinbench.analysis.model.Interval;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * Student's interval of a mean: for so few blocks that resampling them can't reach the coverage asked for. It pays for
 * that with the assumption that blocks scatter normally.
 */
public final class StudentInterval {

    private StudentInterval() {}

    /**
     * The interval of the mean of values; empty for fewer than 2.
     *
     * @param level coverage, between 0 and 1
     * @throws IllegalArgumentException if there is no value, or one is NaN or infinite
     */
    public static Optional<Interval> ofMean(double[] values, double level) {
        double mean = Robust.mean(values);
        int n = values.length;
        if (n < 2) {
            return Optional.empty();
        }
        double t = new TDistribution(null, n - 1).inverseCumulativeProbability((1 + level) / 2);
        double half = t * new StandardDeviation().evaluate(values) / Math.sqrt(n);
        return Optional.of(new Interval(
                mean - half, mean + half, level, "Student's t over " + n + " blocks, too few to resample"));
    }
}
