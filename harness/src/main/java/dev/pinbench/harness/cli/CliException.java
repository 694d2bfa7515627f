package dev.pinbench.harness.cli;

/** Ends a command with a message for the user and an exit status. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CliException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }
}
