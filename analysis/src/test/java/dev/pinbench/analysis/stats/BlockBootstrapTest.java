package dev.pinbench.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.model.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {

    private static final BlockBootstrap BOOTSTRAP = new BlockBootstrap(BlockBootstrap.RESAMPLES, 0.95, 42);

    private static ToDoubleFunction<int[]> mean(double... values) {
        return drawn -> {
            double sum = 0;
            for (int index : drawn) {
                sum += values[index];
            }
            return sum / drawn.length;
        };
    }

    private static ToDoubleFunction<int[]> median(double... values) {
        return drawn ->
                Robust.median(Arrays.stream(drawn).mapToDouble(i -> values[i]).toArray());
    }

    /**
     * R: boot(x, mean, 1000000), boot.ci gives BCa 32.31 to 91.43 (percentile 28.86 to 84.21); the same reference stands
     * in the tests of scipy.stats.bootstrap.
     */
    @Test
    void agreesWithRsBootPackage() {
        double[] x = {10, 12, 12.5, 12.5, 13.9, 15, 21, 22, 23, 34, 50, 81, 89, 121, 134, 213};
        Interval interval =
                new BlockBootstrap(200_000, 0.95, 1).interval(x.length, mean(x)).orElseThrow();
        assertThat(interval.low()).isCloseTo(32.31, within(0.005 * 32.31));
        assertThat(interval.high()).isCloseTo(91.43, within(0.005 * 91.43));
        assertThat(interval.method()).isEqualTo("BCa bootstrap over blocks, B=200000");
        assertThat(interval.level()).isEqualTo(0.95);
    }

    /** Efron &amp; Tibshirani 1993, chapter 14: spatial test data A, plug-in variance 171.5, acceleration 0.061. */
    @Test
    void accelerationIsThatOfEfronAndTibshirani() {
        double[] a = {
            48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41
        };
        ToDoubleFunction<int[]> variance = drawn -> {
            double mean = mean(a).applyAsDouble(drawn);
            return Arrays.stream(drawn)
                    .mapToDouble(i -> (a[i] - mean) * (a[i] - mean))
                    .average()
                    .orElseThrow();
        };
        assertThat(variance.applyAsDouble(IntStream.range(0, a.length).toArray()))
                .isCloseTo(171.5, within(0.05));
        assertThat(BlockBootstrap.acceleration(a.length, variance)).isCloseTo(0.061, within(0.0005));
        // the central 90 % BCa interval is 115.8 to 259.6, from 2000 resamples
        Interval interval =
                new BlockBootstrap(9999, 0.9, 7).interval(a.length, variance).orElseThrow();
        assertThat(interval.low()).isCloseTo(115.8, within(4.0));
        assertThat(interval.high()).isCloseTo(259.6, within(6.0));
    }

    /** Of 1,500 samples of 20 the interval must hold the truth in 91 to 98 %: 95 % less BCa's known small-sample loss. */
    @Test
    void coversTheTruthAsOftenAsItSays() {
        Random random = new Random(20);
        int samples = 1500;
        int meanHeld = 0;
        int medianHeld = 0;
        for (int s = 0; s < samples; s++) {
            double[] values =
                    random.doubles(20).map(u -> 10 + random.nextGaussian()).toArray();
            BlockBootstrap bootstrap = new BlockBootstrap(999, 0.95, s);
            meanHeld += holds(bootstrap.interval(20, mean(values)).orElseThrow(), 10) ? 1 : 0;
            medianHeld += holds(bootstrap.interval(20, median(values)).orElseThrow(), 10) ? 1 : 0;
        }
        assertThat((double) meanHeld / samples).isBetween(0.91, 0.98);
        assertThat((double) medianHeld / samples).isBetween(0.91, 0.98);
    }

    private static boolean holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high();
    }

    /** Ten blocks whose rows all say the same are ten observations, not a thousand. */
    @Test
    void rowsOfABlockAreNotTakenForEvidenceOfTheirOwn() {
        Random random = new Random(3);
        List<double[]> blocks = random.doubles(10)
                .mapToObj(level -> random.doubles(100).map(u -> level).toArray())
                .toList();
        ToDoubleFunction<List<double[]>> statistic = drawn ->
                drawn.stream().flatMapToDouble(Arrays::stream).average().orElseThrow();
        Interval byBlock = BOOTSTRAP.interval(blocks, statistic).orElseThrow();
        List<double[]> rows = blocks.stream()
                .flatMapToDouble(Arrays::stream)
                .mapToObj(v -> new double[] {v})
                .toList();
        Interval byRow =
                new BlockBootstrap(999, 0.95, 1).interval(rows, statistic).orElseThrow();
        assertThat(byBlock.high() - byBlock.low()).isGreaterThan(5 * (byRow.high() - byRow.low()));
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        ToDoubleFunction<int[]> statistic = median(3, 1, 4, 1, 5, 9, 2, 6);
        assertThat(BOOTSTRAP.interval(8, statistic)).isEqualTo(BOOTSTRAP.interval(8, statistic));
        assertThat(new BlockBootstrap(9999, 0.95, 43).interval(8, mean(3, 1, 4, 1, 5, 9, 2, 6)))
                .isNotEqualTo(BOOTSTRAP.interval(8, mean(3, 1, 4, 1, 5, 9, 2, 6)));
    }

    @Test
    void oneBlockHasNoInterval() {
        assertThat(BOOTSTRAP.interval(1, mean(5))).isEmpty();
        assertThat(BOOTSTRAP.interval(List.<Double>of(), drawn -> 0)).isEmpty();
    }

    @Test
    void equalBlocksGiveAnIntervalOfNoWidthThatSaysSo() {
        Interval interval = BOOTSTRAP.interval(3, mean(5, 5, 5)).orElseThrow();
        assertThat(interval.low()).isEqualTo(5);
        assertThat(interval.high()).isEqualTo(5);
        assertThat(interval.method()).isEqualTo("bootstrap over blocks, B=9999, all resamples equal");
    }

    @Test
    void anEstimateBeyondAllResamplesFallsBackToPercentiles() {
        // a statistic that counts distinct blocks is largest for the data themselves
        ToDoubleFunction<int[]> distinct =
                drawn -> Arrays.stream(drawn).distinct().count() + 1e-3 * drawn[0];
        ToDoubleFunction<int[]> beyond =
                drawn -> drawn.length == 30 && Arrays.stream(drawn).distinct().count() == 30
                        ? 100
                        : distinct.applyAsDouble(drawn);
        Interval interval = BOOTSTRAP.interval(30, beyond).orElseThrow();
        assertThat(interval.method()).isEqualTo("percentile bootstrap over blocks, B=9999, BCa not defined");
        assertThat(interval.high()).isLessThan(30);
    }

    @Test
    void aStatisticThatResamplesOftenLackHasNoInterval() {
        ToDoubleFunction<int[]> fragile =
                drawn -> Arrays.stream(drawn).distinct().count() < 3 ? Double.NaN : drawn[0];
        assertThat(BOOTSTRAP.interval(4, fragile)).isEmpty();
    }

    @Test
    void whatIsNotFiniteIsRefused() {
        assertThatThrownBy(() -> BOOTSTRAP.interval(3, drawn -> Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new BlockBootstrap(10, 0.95, 1)).hasMessageContaining("10");
        assertThatThrownBy(() -> new BlockBootstrap(999, 95, 1)).hasMessageContaining("95");
    }

    @Test
    void medianOfDrawnBlocksIsTheMedianOfTheirValues() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            double[][] blocks = new double[1 + random.nextInt(6)][];
            Arrays.setAll(
                    blocks,
                    b -> random.ints(1 + random.nextInt(4), -5, 6)
                            .asDoubleStream()
                            .toArray());
            int[] drawn = random.ints(blocks.length, 0, blocks.length).toArray();
            double expected = Robust.median(Arrays.stream(drawn)
                    .mapToObj(b -> blocks[b])
                    .flatMapToDouble(Arrays::stream)
                    .toArray());
            assertThat(new BlockMedian(blocks).applyAsDouble(drawn)).isCloseTo(expected, within(1e-12));
        }
    }
}
