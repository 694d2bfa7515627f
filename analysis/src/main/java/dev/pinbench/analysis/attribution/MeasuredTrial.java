package dev.pinbench.analysis.attribution;

import java.util.Set;

/**
 * Which part of the frames counts, and where to look in it.
 *
 * @param windowStartNanos begin of the measured window (after warm-up), on the clock of the frames
 * @param windowEndNanos end of the measured window
 * @param clientCores CPUs that the client was pinned to
 * @param serverCores CPUs that the server was pinned to
 * @param measuredCores CPUs on which the harness would bias the result: those of client, server, softirq and competitor
 * @param competitorPlanned whether the profile asked for a competitor in this trial
 * @param receivingNamespace namespace of the receiving endpoint, as in {@code net.csv.gz}
 * @param receivingInterface its interface
 */
public record MeasuredTrial(
        long windowStartNanos,
        long windowEndNanos,
        Set<Integer> clientCores,
        Set<Integer> serverCores,
        Set<Integer> measuredCores,
        boolean competitorPlanned,
        String receivingNamespace,
        String receivingInterface) {

    public MeasuredTrial {
        if (windowEndNanos <= windowStartNanos) {
            throw new IllegalArgumentException("the measured window must end after it begins, got " + windowStartNanos
                    + " to " + windowEndNanos + " ns");
        }
        clientCores = Set.copyOf(clientCores);
        serverCores = Set.copyOf(serverCores);
        measuredCores = Set.copyOf(measuredCores);
    }
}
