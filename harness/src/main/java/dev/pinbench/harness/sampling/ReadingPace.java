package dev.pinbench.harness.sampling;

/**
 * In which frames a source is read that may take long: in each, as long as reading it takes no more than a fiftieth of the
 * time between two frames, and in every second, third and so on if it takes more. What it takes is the least of eight readings:
 * more than that was others taking the CPU.
 */
final class ReadingPace {

    private static final long PART = 50;
    private static final int READINGS = 8;

    private final long mostNanos;
    private final long[] took = new long[READINGS];
    private int readings;
    private int every = 1;
    private int passedOver;

    ReadingPace(long periodNanos) {
        mostNanos = periodNanos / PART;
    }

    /** Whether it is to be read in this frame; to be asked once a frame. */
    boolean isDue() {
        passedOver++;
        if (passedOver < every) {
            return false;
        }
        passedOver = 0;
        return true;
    }

    /** A reading took so long. */
    void took(long nanos) {
        took[readings % READINGS] = nanos;
        readings++;
        if (readings >= READINGS) {
            every = (int) Math.max(1, (least() + mostNanos - 1) / mostNanos);
        }
    }

    /** It is read in every so manieth frame. */
    int every() {
        return every;
    }

    /** What a reading takes, ns; of the last eight. */
    long least() {
        long least = Long.MAX_VALUE;
        for (long nanos : took) {
            least = Math.min(least, nanos);
        }
        return least;
    }
}
