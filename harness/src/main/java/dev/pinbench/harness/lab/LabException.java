package dev.pinbench.harness.lab;

import java.io.IOException;

/** The lab could not be made or changed. The message names what was tried, what the machine said, and the mend. */
public final class LabException extends IOException {
    private static final long serialVersionUID = 1L;

    public LabException(String message) {
        super(message);
    }

    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
