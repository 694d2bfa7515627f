package dev.pinbench.harness.profile;

/**
 * How the kernel is watched while traffic is measured.
 *
 * @param framesPerSecond frames asked for, 1 to 100 a second
 * @param probe where numbers come from: {@code proc}
 */
public record Sampling(int framesPerSecond, String probe) {}
