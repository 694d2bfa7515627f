package dev.pinbench.analysis.attribution;

import org.jspecify.annotations.Nullable;

/**
 * What iperf3 says of one trial, all streams and processes together. {@code null} means that it did not say.
 *
 * @param goodputBps bits per second of payload that the receiver got, warm-up left out
 * @param retransmits TCP segments sent again; {@code null} for UDP
 * @param udpLostShare share of UDP datagrams lost, 0…1; {@code null} for TCP
 * @param negotiatedMssBytes maximum segment size in force; {@code null} for UDP
 */
public record TrafficResult(
        @Nullable Double goodputBps,
        @Nullable Long retransmits,
        @Nullable Double udpLostShare,
        @Nullable Integer negotiatedMssBytes) {

    /** No traffic result at all. */
    public static TrafficResult none() {
        return new TrafficResult(null, null, null, null);
    }
}
