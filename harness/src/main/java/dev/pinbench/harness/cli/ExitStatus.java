package dev.pinbench.harness.cli;

/** Exit statuses of the contract. */
final class ExitStatus {
    static final int DONE = 0;
    /** Done, but trials failed. */
    static final int TRIALS_FAILED = 1;
    /** Bad input; nothing was touched. */
    static final int BAD_INPUT = 2;
    /** The machine lacks something. */
    static final int MACHINE = 3;
    /** Interrupted; everything is restored and the run can be resumed. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
