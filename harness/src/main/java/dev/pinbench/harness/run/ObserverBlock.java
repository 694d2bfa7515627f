package dev.pinbench.harness.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of an {@link ObserverExperiment}: the same trial three times in random order, or three turns of a connection.
 * {@code null} where a trial failed.
 *
 * @param block from 1
 * @param order in which they were measured: {@code sampled}, {@code bare} and {@code bare-again}
 * @param sampledBps goodput with everything that Pinbench does in a trial, in bits per second; of a turn what
 *     arrived at the receiver's interface, headers included
 * @param bareBps goodput with iperf3 alone
 * @param bareAgainBps the same once more
 * @param harnessShareMax largest share of a measured core that Pinbench's own threads took in the sampled trial, 0…1;
 *     not measured in turns
 */
public record ObserverBlock(
        int block,
        List<String> order,
        @Nullable Double sampledBps,
        @Nullable Double bareBps,
        @Nullable Double bareAgainBps,
        @Nullable Double harnessShareMax) {

    public ObserverBlock {
        order = List.copyOf(order);
    }
}
