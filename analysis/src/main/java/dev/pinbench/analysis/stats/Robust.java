package dev.pinbench.analysis.stats;

import java.util.OptionalDouble;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * Location and spread of a sample. Quantiles are R-7 (Hyndman &amp; Fan 1996, the default of R and NumPy). Every method
 * throws {@link IllegalArgumentException} for an empty sample and for NaN or infinity.
 */
public final class Robust {

    /** Modified z-score above which a value is flagged (Iglewicz &amp; Hoaglin 1993). */
    public static final double OUTLIER_SCORE = 3.5;

    /** Makes the MAD of normal data estimate the standard deviation: 1/Φ⁻¹(3/4), as in R's {@code mad}. */
    private static final double MAD_TO_SIGMA = 1.4826;

    private Robust() {}

    /** The median. */
    public static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /**
     * The {@code p} quantile.
     *
     * @param p from 0 (minimum) to 1 (maximum)
     */
    public static double quantile(double[] values, double p) {
        Values.requireFinite(values);
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a quantile is asked for from 0 to 1, got " + p);
        }
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        // Percentile takes (0, 100] and throws for 0
        return p == 0 ? min(values) : percentile.evaluate(values, 100 * p);
    }

    /** The arithmetic mean. */
    public static double mean(double[] values) {
        Values.requireFinite(values);
        return new Mean().evaluate(values);
    }

    /** Median of the absolute deviations from the median, unscaled. */
    public static double medianAbsoluteDeviation(double[] values) {
        double median = median(values);
        double[] deviations = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            deviations[i] = Math.abs(values[i] - median);
        }
        return median(deviations);
    }

    /** The median absolute deviation times 1.4826: what R's {@code mad} gives. */
    public static double scaledMedianAbsoluteDeviation(double[] values) {
        return MAD_TO_SIGMA * medianAbsoluteDeviation(values);
    }

    /**
     * Which values are outliers: |0.6745 (x − median) / MAD| above {@value #OUTLIER_SCORE} (Iglewicz &amp; Hoaglin 1993).
     * Where more than half of the values are equal the MAD is 0 and the score is not defined; then none is flagged.
     */
    public static boolean[] outliers(double[] values) {
        double median = median(values);
        double mad = medianAbsoluteDeviation(values);
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < values.length && mad > 0; i++) {
            flags[i] = Math.abs(0.6745 * (values[i] - median) / mad) > OUTLIER_SCORE;
        }
        return flags;
    }

    /** Sample standard deviation (n − 1) over mean; empty for fewer than 2 values or a mean of 0. */
    public static OptionalDouble coefficientOfVariation(double[] values) {
        double mean = mean(values);
        return values.length < 2 || mean == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(new StandardDeviation().evaluate(values) / mean);
    }

    private static double min(double[] values) {
        double min = values[0];
        for (double value : values) {
            min = Math.min(min, value);
        }
        return min;
    }
}
