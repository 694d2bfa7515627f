package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
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
}
