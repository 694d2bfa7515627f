package dev.pinbench.harness.hostchange;

import java.io.IOException;

/** A setting of the machine cannot be changed or put back; says which, and what to do. */
public final class HostChangeException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean valueRefused;

    HostChangeException(String message) {
        super(message);
        this.valueRefused = false;
    }

    HostChangeException(String message, Throwable cause) {
        this(message, cause, false);
    }

    HostChangeException(String message, Throwable cause, boolean valueRefused) {
        super(message, cause);
        this.valueRefused = valueRefused;
    }

    /** Whether the setting may be changed, but the kernel does not take this value. */
    public boolean valueRefused() {
        return valueRefused;
    }
}
