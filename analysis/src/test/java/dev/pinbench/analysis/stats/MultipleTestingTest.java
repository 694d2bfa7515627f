package dev.pinbench.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import org.junit.jupiter.api.Test;

class MultipleTestingTest {

    private static final Comparator<Double> CLOSE = (a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b);

    @Test
    void adjustsLikeBenjaminiAndHochberg() {
        double[] p = {.005, .009, .019, .022, .051, .101, .361, .387};
        assertThat(MultipleTesting.benjaminiHochberg(p))
                .usingElementComparator(CLOSE)
                .containsExactly(.036, .036, .044, .044, .0816, .808 / 6, .387, .387);
    }

    @Test
    void keepsTheOrderGiven() {
        assertThat(MultipleTesting.benjaminiHochberg(new double[] {.041, .04, .9}))
                .usingElementComparator(CLOSE)
                .containsExactly(.0615, .0615, .9);
    }

    @Test
    void noQuestionsGiveNoAnswers() {
        assertThat(MultipleTesting.benjaminiHochberg(new double[0])).isEmpty();
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> MultipleTesting.benjaminiHochberg(new double[] {.5, Double.NaN}))
                .hasMessageContaining("p-value 1 is NaN");
        assertThatThrownBy(() -> MultipleTesting.benjaminiHochberg(new double[] {1.5}))
                .hasMessageContaining("1.5");
    }
}
