package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.stats.MedianInterval;
import dev.pinbench.analysis.stats.Robust;
import dev.pinbench.harness.run.ObserverBlock;
import dev.pinbench.harness.run.ObserverConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What blocks of three measurements say: sampled against bare, and bare against bare.
 *
 * <p>The sampled measurement is compared with each of the two bare ones, not with their mean: goodput that falls off to one side
 * (a machine that is mostly fast, and for moments slow) has a median ratio of one measurement to the mean of two that is not 1
 * even where all three are alike. The ratio of two alike measurements is as often above 1 as below.
 *
 * @param groups how many had a block with all three; those of a group hang together
 * @param bareBps median over groups of the median over blocks of the geometric mean of the two bare measurements, bits per
 *     second
 * @param sampledOverBare in each block the sampled one over either bare one; the median of all these
 * @param bareAgainOverBare in each block one bare measurement over the other; the median of all these
 */
record BlockRatios(int groups, double bareBps, Ratio sampledOverBare, Ratio bareAgainOverBare) {
    static final double LEVEL = 0.95;

    /** Of all complete blocks, each for itself; {@code null} if there is none. */
    static @Nullable BlockRatios of(List<ObserverBlock> all, long seed) {
        return ofGroups(
                all.stream()
                        .map(Complete::of)
                        .filter(Objects::nonNull)
                        .map(List::of)
                        .toList(),
                seed);
    }

    /** Of connections, each of which is a group of blocks; {@code null} if none is complete. */
    static @Nullable BlockRatios ofConnections(List<ObserverConnection> all, long seed) {
        return ofGroups(
                all.stream()
                        .map(connection -> connection.blocks().stream()
                                .map(Complete::of)
                                .filter(Objects::nonNull)
                                .toList())
                        .filter(blocks -> !blocks.isEmpty())
                        .toList(),
                seed);
    }

    private static @Nullable BlockRatios ofGroups(List<List<Complete>> groups, long seed) {
        if (groups.isEmpty()) {
            return null;
        }
        double bareBps = Robust.median(groups.stream()
                .mapToDouble(blocks -> Robust.median(blocks.stream()
                        .mapToDouble(block -> Math.exp(block.logBare()))
                        .toArray()))
                .toArray());
        return new BlockRatios(
                groups.size(),
                bareBps,
                ratio(groups, Complete::logEffects, seed),
                ratio(groups, Complete::logControl, seed));
    }

    private static Ratio ratio(
            List<List<Complete>> groups, Function<Complete, DoubleStream> logarithmsOfBlock, long seed) {
        double[][] logarithms = groups.stream()
                .map(blocks ->
                        blocks.stream().flatMapToDouble(logarithmsOfBlock).toArray())
                .toArray(double[][]::new);
        Interval interval = MedianInterval.of(logarithms, LEVEL, seed)
                .map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), i.level(), i.method()))
                .orElse(null);
        double median = Robust.median(
                Arrays.stream(logarithms).flatMapToDouble(Arrays::stream).toArray());
        return new Ratio(Math.exp(median), interval);
    }

    /** Logarithms of the goodputs of a block without failures. */
    private record Complete(double sampled, double bare, double bareAgain) {

        static @Nullable Complete of(ObserverBlock block) {
            Double sampled = block.sampledBps();
            Double bare = block.bareBps();
            Double bareAgain = block.bareAgainBps();
            if (sampled == null || bare == null || bareAgain == null) {
                return null;
            }
            boolean moved = sampled > 0 && bare > 0 && bareAgain > 0;
            return moved ? new Complete(Math.log(sampled), Math.log(bare), Math.log(bareAgain)) : null;
        }

        double logBare() {
            return (bare + bareAgain) / 2;
        }

        DoubleStream logEffects() {
            return DoubleStream.of(sampled - bare, sampled - bareAgain);
        }

        DoubleStream logControl() {
            return DoubleStream.of(bareAgain - bare);
        }
    }
}
