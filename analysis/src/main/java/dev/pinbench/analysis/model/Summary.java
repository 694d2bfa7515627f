package dev.pinbench.analysis.model;

import org.jspecify.annotations.Nullable;

/**
 * A sample in short.
 *
 * @param n values used
 * @param median their median
 * @param mean their mean
 * @param medianInterval bootstrap interval of the median over blocks, at the level that so many blocks can reach;
 *     {@code null} where n is under 2
 * @param coefficientOfVariation standard deviation over mean; {@code null} where n is under 2 or the mean is 0
 * @param outliers values with |0.6745 (x − median) / MAD| above 3.5: flagged, never dropped
 * @param fewBlocks whether n is too small for the interval to be taken at its word
 */
public record Summary(
        int n,
        double median,
        double mean,
        @Nullable Interval medianInterval,
        @Nullable Double coefficientOfVariation,
        int outliers,
        boolean fewBlocks) {}
