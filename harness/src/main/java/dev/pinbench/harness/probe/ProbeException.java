package dev.pinbench.harness.probe;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The exact probe could not be had; the message is one sentence that says why and what would help. */
public final class ProbeException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ProbeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
