package dev.pinbench.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.model.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.junit.jupiter.api.Test;

class SpearmanTest {

    private static final double[] ONE_TO_FIVE = {1, 2, 3, 4, 5};

    /** The example in the documentation of scipy.stats.spearmanr, with a tie. */
    @Test
    void agreesWithSciPy() {
        Spearman spearman = new Spearman(ONE_TO_FIVE, new double[] {5, 6, 7, 8, 7}, new int[5]);
        assertThat(spearman.correlation().orElseThrow()).isCloseTo(0.8207826816681233, within(1e-12));
    }

    /** R: cor.test(1:5, c(1,2,3,5,4), method = "spearman") gives rho 0.9, exact p 0.08333. */
    @Test
    void fewPairsGetAnExactPValue() {
        Spearman spearman = new Spearman(ONE_TO_FIVE, new double[] {1, 2, 3, 5, 4}, new int[5]);
        assertThat(spearman.correlation().orElseThrow()).isCloseTo(0.9, within(1e-12));
        assertThat(spearman.pValue(1).orElseThrow()).isCloseTo(10.0 / 120, within(1e-12));
    }

    /** In two blocks of 4 only the order within blocks counts: 2 of 4!·4! arrangements are as extreme. */
    @Test
    void valuesArePermutedWithinBlocksOnly() {
        double[] x = {1, 2, 3, 4, 11, 12, 13, 14};
        int[] blocks = {1, 1, 1, 1, 2, 2, 2, 2};
        Spearman falling = new Spearman(x, new double[] {4, 3, 2, 1, 14, 13, 12, 11}, blocks);
        assertThat(falling.pValue(1).orElseThrow()).isCloseTo(2.0 / 576, within(1e-12));
        assertThat(falling.correlation().orElseThrow()).isPositive();
    }

    @Test
    void driftBetweenBlocksIsNoAssociation() {
        Random random = new Random(5);
        double[] x = new double[60];
        double[] y = new double[60];
        int[] blocks = new int[60];
        for (int i = 0; i < 60; i++) {
            blocks[i] = i / 6;
            x[i] = 10 * blocks[i] + random.nextDouble();
            y[i] = 10 * blocks[i] + random.nextDouble();
        }
        Spearman spearman = new Spearman(x, y, blocks);
        assertThat(spearman.correlation().orElseThrow()).isGreaterThan(0.9);
        assertThat(spearman.pValue(9).orElseThrow()).isGreaterThan(0.05);
        assertThat(new Spearman(x, y, new int[60]).pValue(9).orElseThrow()).isEqualTo(1.0 / 10_000);
    }

    @Test
    void manyPairsGetASeededPValueThatCountsTheData() {
        double[] x = new Random(1).doubles(40).toArray();
        Spearman spearman = new Spearman(x, x, new int[40]);
        assertThat(spearman.pValue(4).orElseThrow()).isEqualTo(1.0 / 10_000);
        double[] noise = new Random(2).doubles(40).toArray();
        Spearman unrelated = new Spearman(x, noise, new int[40]);
        assertThat(unrelated.pValue(4)).isEqualTo(unrelated.pValue(4));
        assertThat(unrelated.pValue(4).orElseThrow()).isBetween(0.05, 1.0);
    }

    @Test
    void resamplesAreRankedAnew() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            int n = 4 + random.nextInt(30);
            double[] x = random.ints(n, 0, 8).asDoubleStream().toArray();
            double[] y = random.ints(n, 0, 8).asDoubleStream().toArray();
            int[] weights = random.ints(n, 0, 4).toArray();
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                for (int w = 0; w < weights[i]; w++) {
                    rows.add(new double[] {x[i], y[i]});
                }
            }
            double[] drawnX = rows.stream().mapToDouble(r -> r[0]).toArray();
            double[] drawnY = rows.stream().mapToDouble(r -> r[1]).toArray();
            double expected = drawnX.length < 2 ? Double.NaN : new SpearmansCorrelation().correlation(drawnX, drawnY);
            double actual = WeightedRanks.correlation(new WeightedRanks(x), new WeightedRanks(y), weights);
            if (Double.isNaN(expected)) {
                assertThat(actual).isNaN();
            } else {
                assertThat(actual).isCloseTo(expected, within(1e-9));
            }
        }
    }

    @Test
    void intervalHoldsAPlantedAssociation() {
        Random random = new Random(8);
        int n = 400;
        double[] x = new double[n];
        double[] y = new double[n];
        int[] blocks = new int[n];
        for (int i = 0; i < n; i++) {
            blocks[i] = i / 10;
            x[i] = random.nextGaussian();
            y[i] = -0.8 * x[i] + 0.6 * random.nextGaussian();
        }
        Interval interval = new Spearman(x, y, blocks)
                .interval(new BlockBootstrap(BlockBootstrap.RESAMPLES_CORRELATION, 0.95, 1))
                .orElseThrow();
        // Spearman of a bivariate normal with r = −0.8 is 6/π·asin(r/2) = −0.786
        assertThat(interval.low()).isLessThan(-0.786);
        assertThat(interval.high()).isBetween(-0.786, -0.7);
        assertThat(interval.method()).isEqualTo("BCa bootstrap over blocks, B=1999");
    }

    @Test
    void constantsAndTooFewPairsHaveNoCorrelation() {
        Spearman constant = new Spearman(ONE_TO_FIVE, new double[] {2, 2, 2, 2, 2}, new int[] {1, 1, 2, 2, 3});
        assertThat(constant.correlation()).isEmpty();
        assertThat(constant.pValue(1)).isEmpty();
        assertThat(constant.interval(new BlockBootstrap(999, 0.95, 1))).isEmpty();
        assertThat(new Spearman(new double[] {1, 2, 3}, new double[] {1, 2, 3}, new int[3]).correlation())
                .isEmpty();
    }

    @Test
    void onePairABlockHasNoPValue() {
        Spearman spearman = new Spearman(ONE_TO_FIVE, ONE_TO_FIVE, new int[] {1, 2, 3, 4, 5});
        assertThat(spearman.correlation()).hasValue(1);
        assertThat(spearman.pValue(1)).isEmpty();
    }

    @Test
    void missingValuesAndUnequalLengthsAreRefused() {
        assertThatThrownBy(() -> new Spearman(new double[] {1, Double.NaN}, new double[] {1, 2}, new int[2]))
                .hasMessageContaining("value 1 of 2 is NaN");
        assertThatThrownBy(() -> new Spearman(ONE_TO_FIVE, new double[] {1, 2}, new int[5]))
                .hasMessageContaining("5, 2 and 5");
    }
}
