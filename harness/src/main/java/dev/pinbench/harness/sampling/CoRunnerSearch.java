package dev.pinbench.harness.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The search for tasks that run beside those that are measured. It goes on from one sampler to the next: on a machine with
 * thousands of tasks a pass over all of them takes longer than a short trial, and what one trial has found is there when
 * the next begins. One sampler at a time may use it.
 */
public final class CoRunnerSearch implements Closeable {

    private static final int BEGIN_PASSES = 3;
    private static final long BEGIN_NANOS = 100_000_000;

    private final TaskWalk walk;
    private List<BusyTask> busiest = List.of();
    private long passBegan;
    private long passNanos;
    private int passesEnded;

    /** Looks under where the proc file system is mounted. */
    public CoRunnerSearch(Path procRoot) {
        walk = new TaskWalk(procRoot);
    }

    /**
     * Walks for a tenth of a second at most, some passes, long before the first trial begins: the one that this waits for then
     * has a baseline that is old enough, and code that is compiled.
     */
    public void begin() {
        long end = System.nanoTime() + BEGIN_NANOS;
        int wanted = passesEnded + BEGIN_PASSES;
        try {
            while (passesEnded < wanted && System.nanoTime() < end) {
                step();
            }
        } catch (IOException e) {
            // the trial will meet it again, and has a place to say so
            return;
        }
    }

    /** From now on leaves out the processes for whose number {@code excluded} holds. */
    void exclude(IntPredicate excluded) {
        walk.exclude(excluded);
    }

    /**
     * Looks at one more task.
     *
     * @return whether that was the last one of a pass
     * @throws IOException if the tasks cannot be listed
     */
    boolean step() throws IOException {
        long before = System.nanoTime();
        if (!walk.underWay()) {
            passBegan = before;
            passNanos = 0;
        }
        try {
            boolean ended = walk.step();
            if (ended) {
                busiest = List.copyOf(walk.busy());
                passesEnded++;
            }
            return ended;
        } finally {
            passNanos += System.nanoTime() - before;
        }
    }

    /** Whether there were two passes, so that what ran between them is known. */
    boolean hasCompared() {
        return passesEnded > 1;
    }

    /** Whether the next step goes on with a pass that has begun. */
    boolean underWay() {
        return walk.underWay();
    }

    /** What ran between the last two times that a pass came by, as of the last pass that ended. */
    List<BusyTask> busiest() {
        return busiest;
    }

    /** When the pass began that is under way, or has just ended; ns on the monotonic clock. */
    long passBegan() {
        return passBegan;
    }

    /** What that pass has taken so far, ns. */
    long passNanos() {
        return passNanos;
    }

    /** Tasks that it has looked at. */
    int visited() {
        return walk.visited();
    }

    @Override
    public void close() throws IOException {
        walk.close();
    }
}
