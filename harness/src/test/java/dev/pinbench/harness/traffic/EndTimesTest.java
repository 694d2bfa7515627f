package dev.pinbench.harness.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndTimesTest {

    @Test
    void oneProcessIsNotApartFromItselfHoweverLateItsEndIsHeardOf() throws Exception {
        EndTimes ends = new EndTimes();
        ends.watch(inMillis(100));

        assertThat(ends.apartNanos()).isZero();
    }

    @Test
    void allEndsCountAlsoThoseHeardOfAfterTheQuestion() throws Exception {
        EndTimes ends = new EndTimes();
        long before = System.nanoTime();
        ends.watch(CompletableFuture.completedFuture(""));
        ends.watch(inMillis(200));
        ends.watch(inMillis(100));

        assertThat(ends.apartNanos())
                .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150))
                .isLessThanOrEqualTo(System.nanoTime() - before);
    }

    @Test
    void nothingIsNotApart() throws Exception {
        assertThat(new EndTimes().apartNanos()).isZero();
    }

    private static CompletableFuture<String> inMillis(long millis) {
        return CompletableFuture.supplyAsync(
                () -> "", CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }
}
