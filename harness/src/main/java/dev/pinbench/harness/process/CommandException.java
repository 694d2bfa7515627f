package dev.pinbench.harness.process;

import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that could not be started, did not end in time, or ended with another status than zero. */
public class CommandException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CommandResult result;

    CommandException(String message) {
        this(message, null, null);
    }

    CommandException(String message, @Nullable CommandResult result, @Nullable Throwable cause) {
        super(message, cause);
        this.result = result;
    }

    /** How the command ended; empty if it never started or had to be killed. */
    public Optional<CommandResult> result() {
        return Optional.ofNullable(result);
    }
}
