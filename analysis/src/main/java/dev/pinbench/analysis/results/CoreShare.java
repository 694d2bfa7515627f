package dev.pinbench.analysis.results;

/**
 * A share of one core.
 *
 * @param cpu logical CPU number
 * @param share 0…1 of that core
 */
public record CoreShare(int cpu, double share) {}
