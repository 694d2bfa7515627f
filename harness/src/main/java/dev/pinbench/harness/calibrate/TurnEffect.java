package dev.pinbench.harness.calibrate;

import dev.pinbench.harness.run.ObserverConnection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sampling does to connections that go on, where it is switched on and off by turns. What is resampled for an interval is the
 * connection.
 *
 * @param turnSeconds length of a turn, as far as it counts
 * @param connections complete ones, which all else is from
 * @param incompleteConnections those that ended before their time
 * @param bareInterfaceBps what arrived at the receiver's interface without sampling, headers included, bits per second;
 *     median over connections
 * @param sampledOverBare what arrived with sampling over that without: in each block of three turns over either bare one; the
 *     median of all
 * @param bareAgainOverBare the A/A control: one bare turn of a block over the other, likewise
 * @param totalSampledOverBare all that arrived in sampled turns over what did in as many bare ones; {@code null} in files of before
 * @param measurements every connection as measured
 */
public record TurnEffect(
        double turnSeconds,
        int connections,
        int incompleteConnections,
        double bareInterfaceBps,
        Ratio sampledOverBare,
        Ratio bareAgainOverBare,
        @Nullable TotalRatio totalSampledOverBare,
        List<ObserverConnection> measurements) {

    public TurnEffect {
        Objects.requireNonNull(sampledOverBare, "sampledOverBare");
        Objects.requireNonNull(bareAgainOverBare, "bareAgainOverBare");
        measurements = List.copyOf(measurements);
    }

    /**
     * Of all connections.
     *
     * @param problems why some may have failed
     * @throws CalibrationException if none is complete
     */
    static TurnEffect of(List<ObserverConnection> all, List<String> problems, double turnSeconds, long seed)
            throws CalibrationException {
        BlockRatios ratios = BlockRatios.ofConnections(all, seed);
        if (ratios == null) {
            throw new CalibrationException("calibrate: none of " + all.size() + " connections lasted"
                    + (problems.isEmpty() ? "" : "; " + problems.get(problems.size() - 1)));
        }
        return new TurnEffect(
                turnSeconds,
                ratios.groups(),
                all.size() - ratios.groups(),
                ratios.bareBps(),
                ratios.sampledOverBare(),
                ratios.bareAgainOverBare(),
                TotalRatio.of(all, seed),
                all);
    }
}
