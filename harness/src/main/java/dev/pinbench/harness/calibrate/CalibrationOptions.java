package dev.pinbench.harness.calibrate;

/**
 * What to calibrate.
 *
 * @param blocks number of blocks of three trials, at least 1
 * @param durationSeconds length of a trial
 * @param connections in which sampling takes turns, from 0 on
 * @param turnMillis length of such a turn
 * @param framesPerSecond sampling rate, 1 to 100
 * @param clientCore where iperf3's client is pinned
 * @param serverCore where iperf3's server is pinned
 * @param seed of the order of trials
 * @param rootless whether the lab is to be made in a user namespace
 */
public record CalibrationOptions(
        int blocks,
        int durationSeconds,
        int connections,
        int turnMillis,
        int framesPerSecond,
        int clientCore,
        int serverCore,
        long seed,
        boolean rootless) {}
