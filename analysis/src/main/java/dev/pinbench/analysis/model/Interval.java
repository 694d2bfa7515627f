package dev.pinbench.analysis.model;

/**
 * A two-sided interval.
 *
 * @param low lower bound
 * @param high upper bound
 * @param level coverage asked for, such as 0.95, or the most that could be reached where that is less, as for medians of
 *     fewer than 6 blocks
 * @param method how it was made, such as {@code BCa bootstrap over blocks, B=9999}
 */
public record Interval(double low, double high, double level, String method) {}
