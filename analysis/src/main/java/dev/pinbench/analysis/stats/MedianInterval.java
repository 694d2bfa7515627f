package dev.pinbench.analysis.stats;

import dev.pinbench.analysis.model.Interval;
import java.util.Arrays;
import java.util.Optional;

/** The interval of the centre of blocks of values: resampled where there are enough blocks, Student's t where not. */
public final class MedianInterval {

    /**
     * Fewest blocks for which a 95 % interval of a median can be had: the whole range of n blocks covers the median with
     * probability 1 − 2^(1−n), which is 93.8 % for 5 and 96.9 % for 6. With fewer, Student's t is used, which covers it if
     * blocks scatter normally.
     */
    public static final int FEWEST_BLOCKS = 6;

    private MedianInterval() {}

    /**
     * The interval of the median of one number per block; empty for fewer than 2 blocks.
     *
     * @param blocks one number per block
     * @param level coverage, between 0 and 1
     * @param seed of the resampling: equal data and seed give equal intervals
     * @throws IllegalArgumentException if there is no value, or one is NaN or infinite
     */
    public static Optional<Interval> of(double[] blocks, double level, long seed) {
        return of(Arrays.stream(blocks).mapToObj(b -> new double[] {b}).toArray(double[][]::new), level, seed);
    }

    /**
     * The interval of the median of all values of all blocks; empty for fewer than 2 blocks. The values of a block hang
     * together, so blocks are what is resampled; where there are too few, Student's t is that of their medians.
     *
     * @param blocks the values of each block
     * @param level coverage, between 0 and 1
     * @param seed of the resampling: equal data and seed give equal intervals
     * @throws IllegalArgumentException if a block is empty, or a value is NaN or infinite
     */
    public static Optional<Interval> of(double[][] blocks, double level, long seed) {
        if (blocks.length < FEWEST_BLOCKS) {
            return StudentInterval.ofMean(
                    Arrays.stream(blocks).mapToDouble(Robust::median).toArray(), level);
        }
        return new BlockBootstrap(BlockBootstrap.RESAMPLES, level, seed)
                .interval(blocks.length, new BlockMedian(blocks));
    }
}
