package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void deadlinesStandAtFixedDistancesFromTheFirstFrame() {
        Pace pace = new Pace(1000, 100);

        assertThat(pace.next(1010)).isEqualTo(1100);
        assertThat(pace.next(1130)).isEqualTo(1200);
        assertThat(pace.next(1299)).isEqualTo(1300);
        assertThat(pace.missed()).isZero();
    }

    @Test
    void deadlinesThatPassedAreCountedAndNotMadeUpFor() {
        Pace pace = new Pace(1000, 100);
        pace.next(1001);

        assertThat(pace.next(1450)).isEqualTo(1500);
        assertThat(pace.missed()).isEqualTo(3);
    }

    @Test
    void aWakeUpBeforeTheDeadlineRepeatsNone() {
        Pace pace = new Pace(-500, 100);

        assertThat(pace.next(-500)).isEqualTo(-400);
        assertThat(pace.next(-410)).isEqualTo(-300);
        assertThat(pace.missed()).isZero();
    }
}
