package dev.pinbench.harness.process;

import java.io.Serial;

/** A program that is not installed, or not where this process looks for programs. */
public final class MissingToolException extends CommandException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String tool;

    MissingToolException(String tool, String message) {
        super(message);
        this.tool = tool;
    }

    /** The program's name as it was asked for. */
    public String tool() {
        return tool;
    }
}
