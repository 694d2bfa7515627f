package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.stats.MedianInterval;
import dev.pinbench.analysis.stats.Robust;
import dev.pinbench.harness.run.ObserverBlock;
import dev.pinbench.harness.run.ObserverConnection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What blocks of three measurements say: sampled against bare, and bare against bare.
 *
 * @param blocks how many had all three
 * @param bareBps median over blocks of the geometric mean of the two bare measurements, bits per second
 * @param sampledOverBare in each block the sampled one over that mean; the median over blocks
 * @param bareAgainOverBare in each block one bare measurement over the other; the median over blocks
 */
record BlockRatios(int blocks, double bareBps, Ratio sampledOverBare, Ratio bareAgainOverBare) {
    static final double LEVEL = 0.95;

    /** Of all complete blocks; {@code null} if there is none. */
    static @Nullable BlockRatios of(List<ObserverBlock> all, long seed) {
        List<Complete> blocks =
                all.stream().map(Complete::of).filter(Objects::nonNull).toList();
        if (blocks.isEmpty()) {
            return null;
        }
        return new BlockRatios(
                blocks.size(),
                Robust.median(blocks.stream()
                        .mapToDouble(block -> Math.exp(block.logBare()))
                        .toArray()),
                ratio(blocks.stream().mapToDouble(Complete::logEffect).toArray(), seed),
                ratio(blocks.stream().mapToDouble(Complete::logControl).toArray(), seed));
    }

    /**
     * Of connections, each of which is a block: of its turns only the median counts, as they hang together. {@code null} if
     * none is complete.
     */
    static @Nullable BlockRatios ofConnections(List<ObserverConnection> all, long seed) {
        List<BlockRatios> connections = all.stream()
                .map(connection -> of(connection.blocks(), seed))
                .filter(Objects::nonNull)
                .toList();
        if (connections.isEmpty()) {
            return null;
        }
        return new BlockRatios(
                connections.size(),
                Robust.median(
                        connections.stream().mapToDouble(BlockRatios::bareBps).toArray()),
                ratio(
                        connections.stream()
                                .mapToDouble(
                                        each -> Math.log(each.sampledOverBare().median()))
                                .toArray(),
                        seed),
                ratio(
                        connections.stream()
                                .mapToDouble(each ->
                                        Math.log(each.bareAgainOverBare().median()))
                                .toArray(),
                        seed));
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

        double logEffect() {
            return sampled - logBare();
        }

        double logControl() {
            return bareAgain - bare;
        }
    }

    private static Ratio ratio(double[] logarithms, long seed) {
        Interval interval = MedianInterval.of(logarithms, LEVEL, seed)
                .map(i -> new Interval(Math.exp(i.low()), Math.exp(i.high()), i.level(), i.method()))
                .orElse(null);
        return new Ratio(Math.exp(Robust.median(logarithms)), interval);
    }
}
