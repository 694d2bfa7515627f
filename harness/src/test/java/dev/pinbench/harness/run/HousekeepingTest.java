package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

    @Test
    void theHarnessTakesTheHighestCoreThatIsNotMeasured() throws Exception {
        assertThat(new Housekeeping(List.of(0, 1, 2, 3)).choose(Set.of(0, 1), 1))
                .isEqualTo(3);
        assertThat(new Housekeeping(List.of(3, 2, 1, 0)).choose(Set.of(0, 3), 0))
                .isEqualTo(2);
        assertThat(new Housekeeping(List.of(0, 1, 2, 3)).choose(Set.of(1, 2, 3), 3))
                .isZero();
    }

    @Test
    void whereEveryCoreIsMeasuredItSharesTheReceivers() throws Exception {
        assertThat(new Housekeeping(List.of(0, 1)).choose(Set.of(0, 1), 0)).isZero();
        assertThat(new Housekeeping(List.of(0, 1)).choose(Set.of(0, 1), 1)).isEqualTo(1);
    }

    @Test
    void aCoreThatIsNotAllowedIsNotChosen() throws Exception {
        assertThat(new Housekeeping(List.of(0, 2)).choose(Set.of(0), 0)).isEqualTo(2);
        assertThat(new Housekeeping(List.of(0, 1)).choose(Set.of(1), 1)).isZero();
    }

    @Test
    void threadsThatEndWhileTheOthersAreMovedDoNoHarm() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread starter = new Thread(() -> {
            while (!enough.get()) {
                Thread brief = new Thread(() -> LockSupport.parkNanos(1_000_000));
                brief.start();
                LockSupport.parkNanos(500_000);
            }
        });
        starter.start();
        try (Housekeeping housekeeping = new Housekeeping(List.of(0, 1))) {
            for (int move = 0; move < 12; move++) {
                housekeeping.moveTo(move % 2);
                assertThat(Affinity.getAffinity().stream()).containsExactly(move % 2);
            }
        } finally {
            enough.set(true);
            starter.join();
        }
    }
}
