package dev.pinbench.harness.process;

import java.io.Serial;

/** A command that did not end in its time and was killed with all its descendants. */
public final class CommandTimeoutException extends CommandException {

    @Serial
    private static final long serialVersionUID = 1L;

    CommandTimeoutException(String message) {
        super(message);
    }
}
