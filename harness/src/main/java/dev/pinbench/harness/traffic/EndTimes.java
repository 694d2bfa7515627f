package dev.pinbench.harness.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * When each of some processes ended. The time is taken by whoever hears of the end first, which may be a moment after
 * others saw that the process is gone.
 */
final class EndTimes {
    private final List<CompletableFuture<Long>> ends = new ArrayList<>();

    /**
     * Takes the time of one more end.
     *
     * @param onExit done when the process has ended
     */
    void watch(CompletableFuture<?> onExit) {
        ends.add(onExit.thenApply(ended -> System.nanoTime()));
    }

    /** From the first end to the last, ns; 0 if fewer than two are watched. Waits for all of them. */
    long apartNanos() throws InterruptedException {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (CompletableFuture<Long> end : ends) {
            long nanos = nanos(end);
            first = Math.min(first, nanos);
            last = Math.max(last, nanos);
        }
        return ends.isEmpty() ? 0 : last - first;
    }

    private static long nanos(CompletableFuture<Long> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process could not be waited for", e.getCause());
        }
    }
}
