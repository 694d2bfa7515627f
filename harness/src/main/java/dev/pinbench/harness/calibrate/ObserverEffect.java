package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.stats.MedianInterval;
import dev.pinbench.analysis.stats.Robust;
import dev.pinbench.harness.run.ObserverBlock;
import dev.pinbench.harness.run.ObserverConnection;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What sampling does to throughput, from the blocks of an experiment.
 *
 * @param framesPerSecond the sampling rate
 * @param combination what was measured, in words
 * @param durationSeconds length of a trial's traffic
 * @param secondsPerTrial how long one trial took, orchestration included
 * @param blocks complete blocks, which all else is from
 * @param incompleteBlocks blocks with a failed trial
 * @param bareGoodputBps median goodput without sampling, bits per second
 * @param sampledOverBare goodput with sampling over that without: in each block over either bare trial; the median of all
 * @param bareAgainOverBare the A/A control: the second bare trial of a block over the first, which the order of blocks
 *     makes interchangeable
 * @param smallestEffects what this machine can show, from the spread of the A/A control
 * @param harnessShareMedian median over blocks of the largest share of a measured core that Pinbench's own threads took
 * @param problems of failed or invalid trials
 * @param measurements every block as measured
 * @param turns what it does within connections; {@code null} in files of before, and where nobody asked for any
 */
public record ObserverEffect(
        int framesPerSecond,
        String combination,
        int durationSeconds,
        double secondsPerTrial,
        int blocks,
        int incompleteBlocks,
        double bareGoodputBps,
        Ratio sampledOverBare,
        Ratio bareAgainOverBare,
        List<SmallestEffect> smallestEffects,
        @Nullable Double harnessShareMedian,
        List<String> problems,
        List<ObserverBlock> measurements,
        @Nullable TurnEffect turns) {

    /** Sampling must change throughput by less than this share, with its whole interval. */
    public static final double TOLERANCE = 0.015;

    private static final double POWER = 0.8;
    private static final List<Integer> USUAL_BLOCKS = List.of(6, 10, 20, 50);
    private static final int TRIALS_COMPARED = 2;

    public ObserverEffect {
        Objects.requireNonNull(sampledOverBare, "sampledOverBare");
        Objects.requireNonNull(bareAgainOverBare, "bareAgainOverBare");
        smallestEffects = List.copyOf(smallestEffects);
        problems = List.copyOf(problems);
        measurements = List.copyOf(measurements);
    }

    /** How many blocks and connections could not be measured. */
    public int failures() {
        return incompleteBlocks + (turns == null ? 0 : turns.incompleteConnections());
    }

    /** Where the blocks come from. */
    record Setting(
            int framesPerSecond,
            String combination,
            int durationSeconds,
            double secondsPerTrial,
            double turnSeconds,
            long seed) {}

    /**
     * The arithmetic of an experiment.
     *
     * @param all blocks of trials
     * @param connections in which sampling took turns; may be none
     * @throws CalibrationException if no block is complete, or none of several connections
     */
    static ObserverEffect of(
            List<ObserverBlock> all, List<ObserverConnection> connections, List<String> problems, Setting setting)
            throws CalibrationException {
        BlockRatios ratios = BlockRatios.of(all, setting.seed());
        if (ratios == null) {
            throw new CalibrationException("calibrate: none of " + all.size() + " blocks has all its trials"
                    + (problems.isEmpty() ? "" : "; the first: " + problems.get(0)));
        }
        return new ObserverEffect(
                setting.framesPerSecond(),
                setting.combination(),
                setting.durationSeconds(),
                setting.secondsPerTrial(),
                ratios.groups(),
                all.size() - ratios.groups(),
                ratios.bareBps(),
                ratios.sampledOverBare(),
                ratios.bareAgainOverBare(),
                smallestEffects(ratios.bareAgainOverBare().interval(), ratios.groups(), setting.secondsPerTrial()),
                medianOrNone(all.stream()
                        .map(ObserverBlock::harnessShareMax)
                        .filter(Objects::nonNull)
                        .toList()),
                problems,
                all,
                connections.isEmpty()
                        ? null
                        : TurnEffect.of(connections, problems, setting.turnSeconds(), setting.seed()));
    }

    /**
     * The interval's half-width tells the standard error of the centre of the measured blocks; it shrinks with the root of
     * their number. An effect is shown if its interval leaves out 1: with {@value #POWER} probability that takes t(0.975) +
     * t(0.8) standard errors.
     */
    private static List<SmallestEffect> smallestEffects(
            @Nullable Interval control, int blocks, double secondsPerTrial) {
        if (control == null || blocks < 2) {
            return List.of();
        }
        double quantile = (1 + BlockRatios.LEVEL) / 2;
        double errors = blocks < MedianInterval.FEWEST_BLOCKS
                ? new TDistribution(null, blocks - 1).inverseCumulativeProbability(quantile)
                : new NormalDistribution(null, 0, 1).inverseCumulativeProbability(quantile);
        double standardError = (Math.log(control.high()) - Math.log(control.low())) / 2 / errors;
        SortedSet<Integer> sizes = new TreeSet<>(USUAL_BLOCKS);
        sizes.add(blocks);
        return sizes.stream()
                .filter(size -> size >= 2)
                .map(size -> {
                    TDistribution t = new TDistribution(null, size - 1);
                    double needed = t.inverseCumulativeProbability(quantile) + t.inverseCumulativeProbability(POWER);
                    double logarithm = needed * standardError * Math.sqrt((double) blocks / size);
                    return new SmallestEffect(size, size * TRIALS_COMPARED * secondsPerTrial, Math.expm1(logarithm));
                })
                .toList();
    }

    private static @Nullable Double medianOrNone(Collection<Double> values) {
        return values.isEmpty()
                ? null
                : Double.valueOf(Robust.median(
                        values.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
