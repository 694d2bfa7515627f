package dev.pinbench.harness.traffic;

import java.io.IOException;

/** Traffic could not be started; the message holds iperf3's or the competitor's own words. */
public final class TrafficException extends IOException {
    private static final long serialVersionUID = 1L;

    public TrafficException(String message) {
        super(message);
    }

    public TrafficException(String message, Throwable cause) {
        super(message, cause);
    }
}
