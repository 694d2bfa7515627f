package dev.pinbench.analysis.model;

/**
 * What Pinbench itself took of one core in the trials that measured on it.
 *
 * @param cpu logical CPU number
 * @param trials that ended well, measured on this core and have the number
 * @param median share of the core, 0…1, median over these trials
 * @param largest the largest of them
 */
public record HarnessCost(int cpu, int trials, double median, double largest) {}
