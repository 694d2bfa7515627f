package dev.pinbench.harness.links;

import java.io.IOException;

/** A program of iproute2 printed something else than expected: the message says which, where, and what was expected. */
public final class LinkException extends IOException {
    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }

    LinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
