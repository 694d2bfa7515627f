package dev.pinbench.harness.account;

import org.jspecify.annotations.Nullable;

/**
 * What an interface counted and what was captured there are not the same.
 *
 * @param direction which packets are compared
 * @param countedPackets packets by the counter
 * @param capturedPackets packets of the capture
 * @param countedBytes bytes by the counter
 * @param capturedBytes bytes of the capture, without link headers where the counter leaves them out
 * @param reason what explains it; {@code null} if nothing does
 */
public record CaptureDifference(
        Direction direction,
        long countedPackets,
        long capturedPackets,
        long countedBytes,
        long capturedBytes,
        @Nullable String reason) {

    /** Which packets of an interface are compared with its counters. */
    public enum Direction {
        TOWARDS_SERVER("to server", "towardsServer"),
        TOWARDS_CLIENT("to client", "towardsClient"),
        /** All, where it is not known which of its counters counts which direction. */
        BOTH("both ways", "both");

        private final String words;
        private final String key;

        Direction(String words, String key) {
            this.words = words;
            this.key = key;
        }

        String words() {
            return words;
        }

        /** As in JSON. */
        String key() {
            return key;
        }
    }
}
