package dev.pinbench.analysis.stats;

/** Checks that every statistic makes of its data first. */
final class Values {

    private Values() {}

    /** Refuses an empty sample and values that are not finite. */
    static void requireFinite(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample of at least 1 value is needed, got none");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("value " + i + " of " + values.length + " is " + values[i]
                        + "; leave out what is missing before asking for a statistic");
            }
        }
    }
}
