package dev.pinbench.harness.calibrate;

import dev.pinbench.harness.run.ObserverBlock;
import dev.pinbench.harness.run.ObserverConnection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Blocks with a known effect in known noise. */
final class Blocks {
    static final ObserverEffect.Setting SETTING =
            new ObserverEffect.Setting(10, "two pods and a string", 1, 1.1, 0.2, 42);

    private Blocks() {}

    /**
     * @param effect goodput with sampling over that without
     * @param noise standard deviation of the logarithm of each goodput
     */
    static List<ObserverBlock> with(int blocks, double effect, double noise, long seed) {
        Random random = new Random(seed);
        return IntStream.rangeClosed(1, blocks)
                .mapToObj(block -> {
                    // what a block has in common must not matter
                    double level = 5e9 * Math.exp(0.3 * random.nextGaussian());
                    return new ObserverBlock(
                            block,
                            List.of("sampled", "bare", "bare-again"),
                            level * effect * Math.exp(noise * random.nextGaussian()),
                            level * Math.exp(noise * random.nextGaussian()),
                            level * Math.exp(noise * random.nextGaussian()),
                            0.01);
                })
                .toList();
    }

    /** Connections of six such blocks each. */
    static List<ObserverConnection> connections(int connections, double effect, double noise, long seed) {
        return IntStream.rangeClosed(1, connections)
                .mapToObj(number -> new ObserverConnection(number, with(6, effect, noise, seed + number)))
                .toList();
    }
}
