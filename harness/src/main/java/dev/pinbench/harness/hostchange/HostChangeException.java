package dev.pinbench.harness.hostchange;

import java.io.IOException;

/** A setting of the machine cannot be changed or put back; says which, and what to do. */
public final class HostChangeException extends IOException {
    private static final long serialVersionUID = 1L;

    HostChangeException(String message) {
        super(message);
    }

    HostChangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
