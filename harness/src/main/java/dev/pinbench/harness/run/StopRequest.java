package dev.pinbench.harness.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How a Ctrl-C reaches a run: the one who asks interrupts the running thread and waits until it has put everything in
 * order.
 */
public final class StopRequest {
    private final Thread runner;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private boolean settled;

    /** For a run on the calling thread. */
    public StopRequest() {
        this.runner = Thread.currentThread();
    }

    /** Asks the run to stop, and waits for it. */
    public void stopAndWait(long seconds) {
        if (finished.getCount() == 0) {
            return;
        }
        interruptUnlessSettled();
        try {
            if (!finished.await(seconds, TimeUnit.SECONDS)) {
                // The lab dies with this program all the same; only the status in run.json stays as it was.
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void interruptUnlessSettled() {
        if (!settled) {
            requested = true;
            runner.interrupt();
        }
    }

    /**
     * Measuring is over: from now on nobody interrupts the running thread, whose last write must get through.
     *
     * @return whether the thread was interrupted by somebody else than the one who asks
     */
    public synchronized boolean settle() {
        settled = true;
        return Thread.interrupted() && !requested;
    }

    /** Whether somebody asked. */
    public boolean requested() {
        return requested;
    }

    /** The run is in order; whoever waits may go on. */
    public void finished() {
        finished.countDown();
    }
}
