package dev.pinbench.harness.profile;

import org.jspecify.annotations.Nullable;

/**
 * What iperf3 is asked for in every trial.
 *
 * @param durationSeconds measured time ({@code -t}), without warm-up
 * @param omitSeconds warm-up that iperf3 leaves out ({@code -O})
 * @param rate {@code unlimited} or a rate in iperf3's words ({@code -b}), such as {@code 500M} bits per second
 * @param reverse whether the server sends ({@code -R})
 * @param window socket buffer in iperf3's words ({@code -w}), such as {@code 256K} bytes, or null for the default
 * @param length length of a write in iperf3's words ({@code -l}), or null for the default
 */
public record TrafficSettings(
        int durationSeconds,
        int omitSeconds,
        String rate,
        boolean reverse,
        @Nullable String window,
        @Nullable String length) {

    /** The rate that lifts the limit. */
    public static final String UNLIMITED = "unlimited";

    /** Whether iperf3 sends as fast as it can. */
    public boolean isUnlimited() {
        return rate.equals(UNLIMITED);
    }
}
