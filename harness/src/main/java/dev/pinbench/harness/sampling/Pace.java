package dev.pinbench.harness.sampling;

/**
 * When frames are due: at fixed distances from the first, whatever time reading takes. A deadline that has passed is
 * missed, and counted; it is not made up for.
 */
final class Pace {

    private final long epoch;
    private final long period;
    private long due;
    private int missed;

    /**
     * @param epoch when frame 0 began, ns on the monotonic clock
     * @param period from one deadline to the next, ns
     */
    Pace(long epoch, long period) {
        this.epoch = epoch;
        this.period = period;
    }

    /** Moves on to the first deadline after {@code now} and returns it. */
    long next(long now) {
        long following = Math.max(due + 1, Math.floorDiv(now - epoch, period) + 1);
        missed += (int) (following - due - 1);
        due = following;
        return epoch + due * period;
    }

    /** Deadlines that passed without a frame. */
    int missed() {
        return missed;
    }
}
