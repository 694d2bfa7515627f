package dev.pinbench.harness.sampling;

import static dev.pinbench.harness.sampling.Counters.MISSING;
import static dev.pinbench.harness.sampling.Counters.increase32;
import static dev.pinbench.harness.sampling.Counters.increase64;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CountersTest {

    @Test
    void a32BitCounterWrapsModuloTwoToTheThirtyTwo() {
        assertThat(increase32(5, 9)).isEqualTo(4);
        assertThat(increase32(0xffff_fff0L, 0x10)).isEqualTo(0x20);
        assertThat(increase32(0, 1L << 28)).isEqualTo(1L << 28);
    }

    @Test
    void a32BitStepThatNoFrameCanHoldIsNotBelieved() {
        assertThat(increase32(5000, 10)).isEqualTo(MISSING);
        assertThat(increase32(3_000_000_000L, 5)).as("reset, not wrapped").isEqualTo(MISSING);
        assertThat(increase32(0, (1L << 28) + 1)).isEqualTo(MISSING);
    }

    @Test
    void a64BitCounterNeverFalls() {
        assertThat(increase64(5, 9)).isEqualTo(4);
        assertThat(increase64(1L << 40, (1L << 40) + (1L << 33))).isEqualTo(1L << 33);
        assertThat(increase64(9, 5)).isEqualTo(MISSING);
    }

    @Test
    void whatIsMissingStaysMissingAndIsNoStep() {
        assertThat(increase32(MISSING, 5)).isEqualTo(MISSING);
        assertThat(increase64(5, MISSING)).isEqualTo(MISSING);
        assertThat(Counters.isStep(MISSING, MISSING, 5)).isFalse();
        assertThat(Counters.isStep(MISSING, 9, 5)).isTrue();
        assertThat(Counters.isStep(4, 5, 9)).isFalse();
    }
}
