package dev.pinbench.harness.sampling;

/**
 * How much of the time between two frames may go into walking: at most a quarter of a hundredth of all time, in slices that
 * end well before the next deadline, and no more than a pass a second. So the pace of passes follows from what they cost.
 */
final class WalkPace {

    private static final long PART = 400;
    private static final long MOST_SLICE_NANOS = 2_000_000;
    private static final long LEAST_PASS_NANOS = 1_000_000_000;
    private static final long LEAST_MARGIN_NANOS = 1_000_000;

    /** Of the longest step of late: a step cannot be interrupted. */
    private static final long MARGIN_STEPS = 4;

    /** By which part a long step is forgotten each time that it leaves no room: it may have been others taking the CPU. */
    private static final long FORGOTTEN_PART = 16;

    private final long begin;
    private long spent;
    private long longestStep;
    private long passBegin;

    WalkPace(long now) {
        begin = now;
        passBegin = now;
    }

    /**
     * Until when steps may be begun.
     *
     * @param deadline when the next frame is due
     * @return a time that is not after {@code now} if there is none to spare
     */
    long until(long now, long deadline) {
        if (now < passBegin) {
            return now;
        }
        long allowed = Math.min(MOST_SLICE_NANOS, (now - begin) / PART - spent);
        long margin = Math.max(LEAST_MARGIN_NANOS, MARGIN_STEPS * longestStep);
        if (deadline - margin <= now) {
            longestStep -= longestStep / FORGOTTEN_PART;
        }
        return Math.min(now + allowed, deadline - margin);
    }

    void stepped(long nanos) {
        spent += nanos;
        longestStep = Math.max(longestStep, nanos);
    }

    /** A pass has ended that began at {@code began}. */
    void passed(long began) {
        passBegin = began + LEAST_PASS_NANOS;
    }
}
