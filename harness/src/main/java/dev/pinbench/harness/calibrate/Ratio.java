package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.model.Interval;
import org.jspecify.annotations.Nullable;

/**
 * A ratio of goodputs within blocks.
 *
 * @param median over blocks
 * @param interval 95 % interval of it; {@code null} for fewer than 2 blocks
 */
public record Ratio(double median, @Nullable Interval interval) {

    /** Whether the whole interval lies within 1 ± {@code tolerance}; an interval that is not there lies nowhere. */
    boolean within(double tolerance) {
        return interval != null && interval.low() > 1 - tolerance && interval.high() < 1 + tolerance;
    }

    /** Whether the interval holds 1: no difference was seen. */
    boolean holdsOne() {
        return interval != null && interval.low() <= 1 && interval.high() >= 1;
    }
}
