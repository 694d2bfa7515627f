package dev.pinbench.analysis.model;

/**
 * One sentence that the numbers support.
 *
 * @param kind {@code effect}, {@code association}, {@code budget} or {@code caution}
 * @param text the sentence, with its interval, for the terminal and the report
 */
public record Finding(String kind, String text) {}
