package dev.pinbench.harness.traffic;

import org.jspecify.annotations.Nullable;

/**
 * What iperf3 is asked to do in one trial.
 *
 * @param udp UDP instead of TCP
 * @param mssBytes {@code -M}; {@code null} leaves it to the kernel
 * @param processes client and server pairs, each with a port of its own
 * @param parallel streams in each client, {@code -P}
 * @param durationSeconds {@code -t}
 * @param omitSeconds {@code -O}: warm-up that is left out of every total
 * @param rate {@code -b} in iperf3's own syntax; {@code null} is unlimited
 * @param reverse {@code -R}: the server sends
 * @param window {@code -w} in iperf3's own syntax; {@code null} leaves it to the kernel
 * @param length {@code -l} in iperf3's own syntax; {@code null} leaves it to iperf3
 */
public record TrafficSpec(
        boolean udp,
        @Nullable Integer mssBytes,
        int processes,
        int parallel,
        int durationSeconds,
        int omitSeconds,
        @Nullable String rate,
        boolean reverse,
        @Nullable String window,
        @Nullable String length) {

    public TrafficSpec {
        if (processes < 1 || parallel < 1 || durationSeconds < 1 || omitSeconds < 0) {
            throw new IllegalArgumentException("expected at least 1 process, 1 stream, 1 s and no negative warm-up");
        }
    }

    /** The same for so many seconds. */
    public TrafficSpec lasting(int seconds) {
        return new TrafficSpec(udp, mssBytes, processes, parallel, seconds, omitSeconds, rate, reverse, window, length);
    }
}
