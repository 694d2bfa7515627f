package dev.pinbench.harness.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.harness.run.ObserverBlock;
import dev.pinbench.harness.run.ObserverConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObserverEffectTest {

    @Test
    void anEffectIsFoundWithinItsIntervalAndTheControlShowsNone() throws Exception {
        ObserverEffect observer =
                ObserverEffect.of(Blocks.with(200, 0.97, 0.02, 1), List.of(), List.of(), Blocks.SETTING);

        assertThat(observer.sampledOverBare().median()).isCloseTo(0.97, within(0.006));
        assertThat(observer.sampledOverBare().interval()).isNotNull().satisfies(interval -> {
            assertThat(interval.low()).isLessThan(0.97).isGreaterThan(0.96);
            assertThat(interval.high()).isGreaterThan(0.97).isLessThan(0.98);
        });
        assertThat(observer.bareAgainOverBare().holdsOne()).isTrue();
        assertThat(observer.sampledOverBare().holdsOne()).isFalse();
        assertThat(observer.sampledOverBare().within(ObserverEffect.TOLERANCE)).isFalse();
        assertThat(observer.blocks()).isEqualTo(200);
        assertThat(observer.harnessShareMedian()).isEqualTo(0.01);
    }

    @Test
    void noEffectLiesWithinTheToleranceOnlyWithEnoughBlocks() throws Exception {
        assertThat(ObserverEffect.of(Blocks.with(200, 1, 0.02, 2), List.of(), List.of(), Blocks.SETTING)
                        .sampledOverBare()
                        .within(ObserverEffect.TOLERANCE))
                .isTrue();
        assertThat(ObserverEffect.of(Blocks.with(6, 1, 0.1, 2), List.of(), List.of(), Blocks.SETTING)
                        .sampledOverBare()
                        .within(ObserverEffect.TOLERANCE))
                .isFalse();
    }

    /** An effect of the size that is said to be shown must leave out 1 in about four of five experiments. */
    @Test
    void theSmallestEffectIsShownInFourOfFiveExperiments() throws Exception {
        double noise = 0.03;
        double smallest =
                ObserverEffect.of(Blocks.with(400, 1, noise, 3), List.of(), List.of(), Blocks.SETTING)
                        .smallestEffects()
                        .stream()
                        .filter(effect -> effect.blocks() == 20)
                        .findFirst()
                        .orElseThrow()
                        .change();
        int shown = 0;
        int experiments = 100;
        for (int i = 0; i < experiments; i++) {
            // the control compares two single trials, as a run does: let its second arm be the one with the effect
            List<ObserverBlock> blocks = Blocks.with(20, 1, noise, 100 + i).stream()
                    .map(block -> new ObserverBlock(
                            block.block(),
                            block.order(),
                            block.sampledBps(),
                            block.bareBps(),
                            block.bareAgainBps() == null ? null : block.bareAgainBps() * (1 + smallest),
                            null))
                    .toList();
            if (!ObserverEffect.of(blocks, List.of(), List.of(), Blocks.SETTING)
                    .bareAgainOverBare()
                    .holdsOne()) {
                shown++;
            }
        }
        assertThat(shown).isBetween(65, 95);
    }

    @Test
    void fourTimesTheBlocksShowAboutHalfTheEffectInFourTimesTheTime() throws Exception {
        List<SmallestEffect> effects = ObserverEffect.of(
                        Blocks.with(80, 1, 0.02, 4), List.of(), List.of(), Blocks.SETTING)
                .smallestEffects();

        assertThat(effects).extracting(SmallestEffect::blocks).containsExactly(6, 10, 20, 50, 80);
        SmallestEffect twenty = effects.get(2);
        SmallestEffect eighty = effects.get(4);
        assertThat(eighty.change() / twenty.change()).isCloseTo(0.5, within(0.03));
        assertThat(twenty.seconds()).isCloseTo(20 * 2 * 1.1, within(1e-9));
    }

    @Test
    void aBlockWithAFailedTrialIsCountedAndLeftOut() throws Exception {
        List<ObserverBlock> blocks = new ArrayList<>(Blocks.with(8, 1, 0.01, 5));
        blocks.add(new ObserverBlock(9, List.of(), null, 1e9, 2e9, null));
        blocks.add(new ObserverBlock(10, List.of(), 1e9, 0.0, 2e9, 0.02));

        ObserverEffect observer =
                ObserverEffect.of(blocks, List.of(), List.of("block 9, with sampling: no"), Blocks.SETTING);

        assertThat(observer.blocks()).isEqualTo(8);
        assertThat(observer.incompleteBlocks()).isEqualTo(2);
        assertThat(observer.problems()).containsExactly("block 9, with sampling: no");
    }

    @Test
    void oneBlockHasNoIntervalAndFewHaveStudents() throws Exception {
        ObserverEffect one = ObserverEffect.of(Blocks.with(1, 1, 0.01, 6), List.of(), List.of(), Blocks.SETTING);
        assertThat(one.sampledOverBare().interval()).isNull();
        assertThat(one.sampledOverBare().within(0.5)).isFalse();
        assertThat(one.smallestEffects()).isEmpty();

        ObserverEffect three = ObserverEffect.of(Blocks.with(3, 1, 0.01, 6), List.of(), List.of(), Blocks.SETTING);
        assertThat(three.sampledOverBare().interval())
                .isNotNull()
                .satisfies(interval -> assertThat(interval.method()).startsWith("Student's t over 3 blocks"));
    }

    @Test
    void withoutACompleteBlockTheFirstProblemIsTold() {
        List<ObserverBlock> blocks = List.of(new ObserverBlock(1, List.of(), null, null, null, null));

        assertThatThrownBy(() -> ObserverEffect.of(
                        blocks, List.of(), List.of("block 1, with sampling: no route"), Blocks.SETTING))
                .isInstanceOf(CalibrationException.class)
                .hasMessage(
                        "calibrate: none of 1 blocks has all its trials; the first: block 1, with sampling: no route");
    }

    @Test
    void connectionsAreBlocksOfTheirOwn() throws Exception {
        List<ObserverConnection> connections = new ArrayList<>(Blocks.connections(40, 0.99, 0.01, 8));
        connections.add(new ObserverConnection(41, List.of()));

        ObserverEffect observer = ObserverEffect.of(Blocks.with(8, 1, 0.05, 9), connections, List.of(), Blocks.SETTING);

        assertThat(observer.failures()).isEqualTo(1);
        assertThat(observer.turns()).isNotNull().satisfies(turns -> {
            assertThat(turns.connections()).isEqualTo(40);
            assertThat(turns.incompleteConnections()).isEqualTo(1);
            assertThat(turns.turnSeconds()).isEqualTo(0.2);
            assertThat(turns.measurements()).hasSize(41);
            assertThat(turns.sampledOverBare().median()).isCloseTo(0.99, within(0.003));
            assertThat(turns.sampledOverBare().holdsOne()).isFalse();
            assertThat(turns.sampledOverBare().within(ObserverEffect.TOLERANCE)).isTrue();
            assertThat(turns.bareAgainOverBare().holdsOne()).isTrue();
        });
    }

    /** As of a machine that is now fast and now slow for a second: within most blocks it is the one or the other. */
    @Test
    void aBlockInWhichTheMachineChangedCountsAsOne() throws Exception {
        List<ObserverConnection> connections = Blocks.connections(20, 0.99, 0.002, 10).stream()
                .map(connection -> {
                    List<ObserverBlock> blocks = new ArrayList<>(connection.blocks());
                    blocks.set(0, new ObserverBlock(1, blocks.get(0).order(), 8e9, 4e9, 4e9, null));
                    return new ObserverConnection(connection.connection(), blocks);
                })
                .toList();

        TurnEffect turns = Objects.requireNonNull(
                ObserverEffect.of(Blocks.with(8, 1, 0.05, 9), connections, List.of(), Blocks.SETTING)
                        .turns());

        assertThat(turns.sampledOverBare().median()).isCloseTo(0.99, within(0.003));
    }

    /** Three alike arms, of which one is slow now and then: a median of one against the mean of two would find 41 % where nothing is. */
    @Test
    void whereGoodputFallsOffToOneSideAlikeArmsStayAlike() throws Exception {
        List<ObserverBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            blocks.add(new ObserverBlock(3 * i + 1, List.of(), 4e9, 4e9, 2e9, null));
            blocks.add(new ObserverBlock(3 * i + 2, List.of(), 4e9, 2e9, 4e9, null));
            blocks.add(new ObserverBlock(3 * i + 3, List.of(), 2e9, 4e9, 4e9, null));
        }
        List<ObserverConnection> connections = IntStream.range(0, 6)
                .mapToObj(i -> new ObserverConnection(i + 1, blocks))
                .toList();

        ObserverEffect observer = ObserverEffect.of(blocks, connections, List.of(), Blocks.SETTING);

        assertThat(observer.sampledOverBare().median()).isEqualTo(1);
        assertThat(Objects.requireNonNull(observer.turns()).sampledOverBare().median())
                .isEqualTo(1);
    }

    /** One turn in twelve at half the rate, and only sampled ones: no median has it, all bytes have. */
    @Test
    void rareLossesAreInTheTotalAndNotInTheMedian() throws Exception {
        List<ObserverConnection> connections = IntStream.rangeClosed(1, 8)
                .mapToObj(number -> new ObserverConnection(
                        number,
                        IntStream.rangeClosed(1, 12)
                                .mapToObj(i -> new ObserverBlock(i, List.of(), i == 7 ? 2e9 : 4e9, 4e9, 4e9, null))
                                .toList()))
                .toList();

        TurnEffect turns = Objects.requireNonNull(
                ObserverEffect.of(Blocks.with(8, 1, 0.05, 9), connections, List.of(), Blocks.SETTING)
                        .turns());

        assertThat(turns.sampledOverBare().median()).isEqualTo(1);
        assertThat(Objects.requireNonNull(turns.totalSampledOverBare()).ratio()).isCloseTo(23 / 24.0, within(1e-12));
    }

    @Test
    void theTotalHasAnIntervalFromSixConnectionsOn() throws Exception {
        for (int count : new int[] {5, 6}) {
            TotalRatio total = Objects.requireNonNull(Objects.requireNonNull(ObserverEffect.of(
                                    Blocks.with(8, 1, 0.05, 9),
                                    Blocks.connections(count, 0.97, 0.01, 8),
                                    List.of(),
                                    Blocks.SETTING)
                            .turns())
                    .totalSampledOverBare());

            assertThat(total.ratio()).isCloseTo(0.97, within(0.01));
            assertThat(total.interval() == null).isEqualTo(count == 5);
        }
    }

    @Test
    void withoutAConnectionThatLastedTheProblemIsTold() {
        List<ObserverConnection> connections = List.of(new ObserverConnection(1, List.of()));

        assertThatThrownBy(() -> ObserverEffect.of(
                        Blocks.with(2, 1, 0.05, 9),
                        connections,
                        List.of("connection 1: iperf3 ended before it was told to"),
                        Blocks.SETTING))
                .isInstanceOf(CalibrationException.class)
                .hasMessage(
                        "calibrate: none of 1 connections lasted; connection 1: iperf3 ended before it was told to");
    }

    @Test
    void whatSamplingDoesIsSaidAsFarAsItIsKnown() {
        assertThat(CalibrationText.verdict(ratio(0.998, 0.99, 1.004)))
                .isEqualTo("so it changes goodput by less than 1.5 %");
        assertThat(CalibrationText.verdict(ratio(0.984, 0.981, 0.991)))
                .isEqualTo("so it lowers goodput, and whether it changes goodput by 1.5 % is open: take more blocks");
        assertThat(CalibrationText.verdict(ratio(1.012, 1.001, 1.02)))
                .isEqualTo("so it raises goodput, and whether it changes goodput by 1.5 % is open: take more blocks");
        assertThat(CalibrationText.verdict(ratio(0.99, 0.97, 1.01)))
                .isEqualTo("so whether it changes goodput by 1.5 % is open: take more blocks");
        assertThat(CalibrationText.verdict(new Ratio(0.9, null)))
                .isEqualTo("so whether it changes goodput by 1.5 % is open: take more blocks");
        assertThat(CalibrationText.verdict(ratio(0.97, 0.96, 0.98)))
                .isEqualTo("so it changes goodput by more than 1.5 %");
    }

    private static Ratio ratio(double median, double low, double high) {
        return new Ratio(median, new Interval(low, high, 0.95, "bootstrap"));
    }
}
