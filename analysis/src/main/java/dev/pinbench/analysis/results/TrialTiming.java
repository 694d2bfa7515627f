package dev.pinbench.analysis.results;

import org.jspecify.annotations.Nullable;

/**
 * When a trial ran and what it cost, on the monotonic clock unless said otherwise.
 *
 * @param startedAt wall-clock start, ISO-8601 in UTC
 * @param totalNanos from the first change to the lab to the moment the record was complete, before it was written
 * @param trafficNanos from the start of the iperf3 client to its end
 * @param windowStartNanos begin of the measured window on the frames' clock ({@code start_nanos}); {@code null} if
 *     traffic never flowed
 * @param windowEndNanos end of the measured window on the frames' clock
 */
public record TrialTiming(
        String startedAt,
        long totalNanos,
        long trafficNanos,
        @Nullable Long windowStartNanos,
        @Nullable Long windowEndNanos) {

    /** What the trial cost beyond its traffic, without writing the record. */
    public long overheadNanos() {
        return totalNanos - trafficNanos;
    }
}
