package dev.pinbench.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RobustTest {

    private static final double[] WITH_OUTLIER = {1, 2, 3, 4, 100};

    @Test
    void quantilesAreThoseOfRType7() {
        double[] values = {10, 20, 30, 40};
        assertThat(Robust.median(values)).isEqualTo(25);
        // R: quantile(c(10, 20, 30, 40), c(.1, .25, .9)) gives 13, 17.5, 37
        assertThat(Robust.quantile(values, 0.1)).isCloseTo(13, within(1e-12));
        assertThat(Robust.quantile(values, 0.25)).isCloseTo(17.5, within(1e-12));
        assertThat(Robust.quantile(values, 0.9)).isCloseTo(37, within(1e-12));
        assertThat(Robust.quantile(values, 0)).isEqualTo(10);
        assertThat(Robust.quantile(values, 1)).isEqualTo(40);
    }

    @Test
    void scaledMadIsThatOfR() {
        assertThat(Robust.medianAbsoluteDeviation(WITH_OUTLIER)).isEqualTo(1);
        assertThat(Robust.scaledMedianAbsoluteDeviation(WITH_OUTLIER)).isCloseTo(1.4826, within(1e-12));
    }

    @Test
    void onlyTheFarValueIsAnOutlier() {
        assertThat(Robust.outliers(WITH_OUTLIER)).containsExactly(false, false, false, false, true);
    }

    @Test
    void nothingIsAnOutlierWhereMostValuesAreEqual() {
        assertThat(Robust.outliers(new double[] {5, 5, 5, 5.001})).containsOnly(false);
    }

    @Test
    void coefficientOfVariationUsesTheSampleDeviation() {
        assertThat(Robust.coefficientOfVariation(new double[] {2, 4}).orElseThrow())
                .isCloseTo(Math.sqrt(2) / 3, within(1e-12));
        assertThat(Robust.coefficientOfVariation(new double[] {2})).isEmpty();
        assertThat(Robust.coefficientOfVariation(new double[] {-1, 1})).isEmpty();
    }

    @Test
    void missingValuesAreRefused() {
        assertThatThrownBy(() -> Robust.median(new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value 1 of 2 is NaN");
        assertThatThrownBy(() -> Robust.mean(new double[0])).hasMessageContaining("got none");
        assertThatThrownBy(() -> Robust.quantile(WITH_OUTLIER, 1.5)).hasMessageContaining("1.5");
    }
}
