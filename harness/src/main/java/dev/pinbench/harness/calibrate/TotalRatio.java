package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.stats.BlockBootstrap;
import dev.pinbench.analysis.stats.MedianInterval;
import dev.pinbench.harness.run.ObserverBlock;
import dev.pinbench.harness.run.ObserverConnection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all sampled turns brought together, over what as many bare ones did. Rare and large losses count in it, as they do not in a
 * median; so do the moments in which the machine was slow, whatever the turn was, which makes it far less certain.
 *
 * @param ratio of the sums over all connections
 * @param interval 95 % interval of it, connections resampled; {@code null} for too few of them
 */
public record TotalRatio(double ratio, @Nullable Interval interval) {

    /** Mean goodput of a connection's turns, with sampling and without. */
    private record Means(double sampled, double bare) {
        static @Nullable Means of(ObserverConnection connection) {
            double sampled = 0;
            double bare = 0;
            int blocks = 0;
            for (ObserverBlock block : connection.blocks()) {
                Double itsSampled = block.sampledBps();
                Double itsBare = block.bareBps();
                Double itsBareAgain = block.bareAgainBps();
                if (itsSampled != null && itsBare != null && itsBareAgain != null) {
                    sampled += itsSampled;
                    bare += (itsBare + itsBareAgain) / 2;
                    blocks++;
                }
            }
            return blocks == 0 || bare == 0 ? null : new Means(sampled / blocks, bare / blocks);
        }
    }

    /** Of all connections with complete blocks; {@code null} if there are none. */
    static @Nullable TotalRatio of(List<ObserverConnection> all, long seed) {
        List<Means> connections =
                all.stream().map(Means::of).filter(Objects::nonNull).toList();
        if (connections.isEmpty()) {
            return null;
        }
        Interval interval = connections.size() < MedianInterval.FEWEST_BLOCKS
                ? null
                : new BlockBootstrap(BlockBootstrap.RESAMPLES, BlockRatios.LEVEL, seed)
                        .interval(connections, TotalRatio::ratio)
                        .orElse(null);
        return new TotalRatio(ratio(connections), interval);
    }

    private static double ratio(List<Means> connections) {
        double sampled = 0;
        double bare = 0;
        for (Means means : connections) {
            sampled += means.sampled();
            bare += means.bare();
        }
        return sampled / bare;
    }
}
