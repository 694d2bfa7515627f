package dev.pinbench.harness.calibrate;

import dev.pinbench.harness.run.ObserverExperiment;

/**
 * What to calibrate.
 *
 * @param blocks number of blocks of three trials, at least 1
 * @param durationSeconds length of a trial
 * @param connections in which sampling takes turns, from 0 on
 * @param blocksEach blocks of three turns in each connection
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
        int blocksEach,
        int framesPerSecond,
        int clientCore,
        int serverCore,
        long seed,
        boolean rootless) {
    private static final double PERIODS_A_TURN = 2;

    /** Half a period more than whole ones: then no frame lies where a turn begins or ends. */
    private static final double PERIODS_TO_SETTLE = 1.5;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** At high rates turns are as long as at this. */
    private static final int USUAL_FRAMES_PER_SECOND = 10;

    /** The shorter turns are, the less of a machine's noise, which changes slowly, is between them. */
    ObserverExperiment.Turns turns() {
        double periodNanos = (double) NANOS_PER_SECOND / Math.min(framesPerSecond, USUAL_FRAMES_PER_SECOND);
        return new ObserverExperiment.Turns(
                connections,
                blocksEach,
                Math.round(PERIODS_A_TURN * periodNanos),
                Math.round(PERIODS_TO_SETTLE * periodNanos));
    }
}
