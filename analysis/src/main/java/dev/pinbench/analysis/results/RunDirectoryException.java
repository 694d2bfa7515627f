package dev.pinbench.analysis.results;

import java.io.IOException;

/** A folder that is not a run directory of ours, or one that this program cannot read. The message is for the user. */
public final class RunDirectoryException extends IOException {
    private static final long serialVersionUID = 1L;

    public RunDirectoryException(String message) {
        super(message);
    }

    public RunDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
