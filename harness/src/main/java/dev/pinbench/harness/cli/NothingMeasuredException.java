package dev.pinbench.harness.cli;

import java.io.IOException;

/** A run ended by an error before any of its trials was stored. */
final class NothingMeasuredException extends Exception {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    NothingMeasuredException(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    IOException reason() {
        return reason;
    }
}
