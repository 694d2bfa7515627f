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
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PERIODS_A_TURN = 2;
    private static final double PERIODS_TO_SETTLE = 1.5;

    /** At higher rates a turn has more frames and not less time: the sampler has to open its files. */
    private static final int USUAL_FRAMES_PER_SECOND = 10;

    /**
     * The shorter turns are, the less of a machine's noise, which changes slowly, is between them. They are whole periods of
     * sampling, and begin to count half a period beside a frame.
     */
    ObserverExperiment.Turns turns() {
        double periodNanos = NANOS_PER_SECOND / framesPerSecond;
        double longer = Math.ceil((double) framesPerSecond / USUAL_FRAMES_PER_SECOND);
        double settlePeriods = Math.floor(PERIODS_TO_SETTLE * longer) + 0.5;
        return new ObserverExperiment.Turns(
                connections,
                blocksEach,
                Math.round(PERIODS_A_TURN * longer * periodNanos),
                Math.round(settlePeriods * periodNanos));
    }
}
