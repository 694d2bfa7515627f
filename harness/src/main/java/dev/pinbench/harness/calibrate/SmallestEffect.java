package dev.pinbench.harness.calibrate;

/**
 * The smallest change of goodput that so many blocks of two trials each show in four of five experiments.
 *
 * @param blocks number of blocks
 * @param seconds how long they take here
 * @param change share by which goodput must change, 0.02 for 2 %
 */
public record SmallestEffect(int blocks, double seconds, double change) {}
