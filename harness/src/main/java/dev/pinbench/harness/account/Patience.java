package dev.pinbench.harness.account;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions. */
final class Patience {
    private static final long POLL_NANOS = 2_000_000;

    /** Something that becomes true. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws AccountException, InterruptedException;
    }

    private Patience() {}

    /**
     * Waits until {@code condition} holds.
     *
     * @param what as it follows "waited in vain for"
     * @throws AccountException if the time runs out first
     */
    static void await(String what, Duration timeout, Condition condition)
            throws AccountException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AccountException("waited " + timeout.toSeconds() + " s in vain for " + what);
            }
            pause(POLL_NANOS);
        }
    }

    static void pause(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(nanos);
    }
}
