package dev.pinbench.harness.capture;

import java.io.IOException;

/** Packets could not be captured, or what was captured cannot be read: the message says where, why, and what to do. */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    CaptureException(String message) {
        super(message);
    }

    CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
