package dev.pinbench.analysis.attribution;

import static dev.pinbench.analysis.attribution.FrameBuilder.SECOND;
import static dev.pinbench.analysis.attribution.FrameBuilder.host;
import static dev.pinbench.analysis.attribution.FrameBuilder.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.RunTimeSource;
import dev.pinbench.analysis.results.StandardErrors;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TrialMetrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrialMetricsCalculatorTest {

    private static final TrafficResult TRAFFIC = new TrafficResult(8e9, 12L, null, 1448);

    private static MeasuredTrial trial(long from, long to, boolean competitor) {
        return new MeasuredTrial(from, to, Set.of(0), Set.of(1), Set.of(0, 1), competitor, "pod b", "eth0");
    }

    private static TrialMetrics metrics(Frames frames) {
        return new TrialMetricsCalculator(host(2, 250, false))
                .calculate(frames, trial(SECOND, 3 * SECOND, false), TRAFFIC);
    }

    private static Map<CpuCounter, Long> busy(long softirqTicks, long idleTicks, long netRx, long ksoftirqdMillis) {
        return Map.of(
                CpuCounter.SYSTEM_TICKS,
                100 - softirqTicks - idleTicks,
                CpuCounter.SOFTIRQ_TICKS,
                softirqTicks,
                CpuCounter.IDLE_TICKS,
                idleTicks,
                CpuCounter.NET_RX,
                netRx,
                CpuCounter.SOFTNET_PROCESSED,
                10 * netRx,
                CpuCounter.SOFTNET_DROPPED,
                3L,
                CpuCounter.KSOFTIRQD_RUN_NANOS,
                ksoftirqdMillis * 1_000_000,
                CpuCounter.KSOFTIRQD_WAIT_NANOS,
                2 * ksoftirqdMillis * 1_000_000);
    }

    /** Frames 1 to 4 of 2 CPUs; the window holds frames 2 and 3, the others are wild. */
    private static FrameBuilder twoCpus() {
        FrameBuilder builder = new FrameBuilder();
        for (int frame = 1; frame <= 4; frame++) {
            boolean inside = frame == 2 || frame == 3;
            builder.cpu(second(frame), 0, inside ? busy(20, 30, 500, 10) : busy(99, 1, 9_999, 900));
            builder.cpu(second(frame), 1, inside ? busy(frame == 2 ? 50 : 60, 10, 1500, 100) : busy(0, 100, 0, 0));
        }
        return builder;
    }

    @Test
    void onlyFramesWhollyInTheWindowCount() {
        TrialMetrics metrics = metrics(twoCpus().frames(1));
        assertThat(metrics.framesInWindow()).isEqualTo(2);
        assertThat(metrics.frameGaps()).isEqualTo(1);
        assertThat(metrics.clientCoreSoftirqShare()).isCloseTo(0.2, within(1e-12));
        assertThat(metrics.serverCoreSoftirqShare()).isCloseTo(0.55, within(1e-12));
        assertThat(metrics.softirqShareMax()).isCloseTo(0.55, within(1e-12));
        assertThat(metrics.softirqShareSource()).isEqualTo("tick");
        assertThat(metrics.ksoftirqdRunShareMax()).isCloseTo(0.1, within(1e-12));
        assertThat(metrics.ksoftirqdWaitShareMax()).isCloseTo(0.2, within(1e-12));
        assertThat(metrics.netRxPerSecond()).isCloseTo(2000, within(1e-6));
        assertThat(metrics.softnetProcessedPerSecond()).isCloseTo(20_000, within(1e-6));
        assertThat(metrics.softnetDropped()).isEqualTo(12);
        assertThat(metrics.softnetSqueezed()).isZero();
        assertThat(metrics.stealShareMax()).isEqualTo(0.0);
        assertThat(metrics.budgets()).extracting(b -> b.cpu()).containsExactly(0, 1);
        // a frame that begins a nanosecond before the window is out
        TrialMetrics later = new TrialMetricsCalculator(host(2, 250, false))
                .calculate(twoCpus().frames(0), trial(SECOND + 1, 3 * SECOND, false), TRAFFIC);
        assertThat(later.framesInWindow()).isEqualTo(1);
        assertThat(later.serverCoreSoftirqShare()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void whatIperf3SaidIsPassedOnAndSetsTheCpuCost() {
        TrialMetrics metrics = metrics(twoCpus().frames(0));
        assertThat(metrics.goodputBps()).isEqualTo(8e9);
        assertThat(metrics.retransmits()).isEqualTo(12);
        assertThat(metrics.udpLostShare()).isNull();
        assertThat(metrics.negotiatedMssBytes()).isEqualTo(1448);
        // 0.7 and 0.9 CPUs busy at one gigabyte per second
        assertThat(metrics.cpuSecondsPerGigabyte()).isCloseTo(1.6, within(1e-9));
    }

    /** The book has the server at 80 % and its ksoftirqd at 10 %; by their clocks they ran 60 and 2 %. */
    private static FrameBuilder clocked() {
        FrameBuilder builder = new FrameBuilder();
        for (int frame = 2; frame <= 3; frame++) {
            Map<CpuCounter, Long> counters = new EnumMap<>(busy(50, 10, 1500, 100));
            counters.put(CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS, 20_000_000L);
            builder.cpu(second(frame), 1, counters)
                    .clockedTask(second(frame), TaskRole.SERVER, 11, 1, 0.8, 0.1, 0.6)
                    .clockedTask(second(frame), TaskRole.KSOFTIRQD, 15, 1, 0.1, 0, 0.02)
                    .task(second(frame), TaskRole.HARNESS, 12, 1, 0.01, 0);
        }
        return builder;
    }

    private static double iperf3OfBudget(TrialMetrics metrics) {
        return metrics.budgets().get(0).iperf3();
    }

    @Test
    void runTimesAreThoseOfTheTaskClocksWhereThereAreAny() {
        TrialMetrics metrics = metrics(clocked().frames(0));

        assertThat(metrics.runTimeSource()).isEqualTo(RunTimeSource.TASK_CLOCK);
        assertThat(metrics.ksoftirqdRunShareMax()).isCloseTo(0.02, within(1e-12));
        // 50 % softirq with ksoftirqd's 2, 10 % idle: 40 % are left for the server's 60 and the harness's 1
        assertThat(iperf3OfBudget(metrics)).isCloseTo(0.4 * 0.6 / 0.61, within(1e-9));
        assertThat(metrics.harnessShareMax()).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void aTaskThatLacksItsClockInOneFrameIsTakenByTheBookInAll() {
        FrameBuilder frames = clocked().clockedTask(second(2), TaskRole.COMPETITOR, 10, 0, 0.3, 0, 0.1);
        frames.task(second(3), TaskRole.COMPETITOR, 10, 0, 0.3, 0);

        TrialMetrics metrics = new TrialMetricsCalculator(host(2, 250, false))
                .calculate(frames.frames(0), trial(SECOND, 3 * SECOND, true), TRAFFIC);

        assertThat(metrics.runTimeSource()).isEqualTo(RunTimeSource.BOTH);
        assertThat(metrics.competitorShareMax()).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void aKsoftirqdThatLacksItsClockInOneFrameIsTakenByTheBookInAll() {
        Map<CpuCounter, Long> clocked = new EnumMap<>(busy(50, 10, 1500, 100));
        clocked.put(CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS, 20_000_000L);
        FrameBuilder frames = new FrameBuilder().cpu(second(2), 1, clocked).cpu(second(3), 1, busy(50, 10, 1500, 100));

        assertThat(metrics(frames.frames(0)).ksoftirqdRunShareMax()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void whatIsAccountedAsInterruptsIsNotInTheBudgetsTasks() {
        TrialMetrics metrics = new TrialMetricsCalculator(host(2, 250, true))
                .calculate(clocked().frames(0), trial(SECOND, 3 * SECOND, false), TRAFFIC);

        // such a kernel books tasks without the interrupts that its switch-to-switch time has: 80 of 81 for 40 %
        assertThat(iperf3OfBudget(metrics)).isCloseTo(0.4 * 0.8 / 0.81, within(1e-9));
        assertThat(metrics.ksoftirqdRunShareMax()).isCloseTo(0.02, within(1e-12));
    }

    @Test
    void samplingErrorFollowsTheTickRateOfTheKernel() {
        TrialMetrics metrics = metrics(twoCpus().frames(0));
        assertThat(metrics.softirqShareStandardError()).isCloseTo(Math.sqrt(0.55 * 0.45 / (2 * 250)), within(1e-12));
        StandardErrors errors = metrics.standardErrors();
        assertThat(errors.clientCoreSoftirqShare()).isCloseTo(Math.sqrt(0.2 * 0.8 / (2 * 250)), within(1e-12));
        assertThat(errors.serverCoreSoftirqShare()).isCloseTo(Math.sqrt(0.55 * 0.45 / (2 * 250)), within(1e-12));
        assertThat(errors.stealShareMax()).as("10 ms units, twice").isCloseTo(0.01 / Math.sqrt(6) / 2, within(1e-12));
        // 30 and 10 % idle, at one gigabyte per second
        assertThat(errors.cpuSecondsPerGigabyte())
                .isCloseTo(Math.sqrt((0.3 * 0.7 + 0.1 * 0.9) / (2 * 250)), within(1e-12));
        MeasuredTrial trial = trial(SECOND, 3 * SECOND, false);
        TrialMetrics unknownRate = new TrialMetricsCalculator(host(2, null, false))
                .calculate(twoCpus().frames(0), trial, TRAFFIC);
        assertThat(unknownRate.softirqShareStandardError()).isNull();
        assertThat(unknownRate.standardErrors().clientCoreSoftirqShare()).isNull();
        assertThat(unknownRate.standardErrors().cpuSecondsPerGigabyte()).isNull();
        assertThat(unknownRate.standardErrors().stealShareMax())
                .as("does not hang on the tick rate")
                .isEqualTo(errors.stealShareMax());
        TrialMetrics accounted = new TrialMetricsCalculator(host(2, 250, true))
                .calculate(twoCpus().frames(0), trial, TRAFFIC);
        assertThat(accounted.softirqShareSource()).isEqualTo("ns");
        assertThat(accounted.standardErrors().clientCoreSoftirqShare())
                .isCloseTo(Math.sqrt(0.01 * 0.99 / (2 * 250)), within(1e-12));
        assertThat(accounted.softirqShareStandardError()).isCloseTo(Math.sqrt(0.1 * 0.9 / (2 * 250)), within(1e-12));
    }

    @Test
    void ratesDivideByTrueElapsedTime() {
        FrameTime late = new FrameTime(3, 3_500_000_000L, 3_500_050_000L, 1_500_000_000L);
        Frames frames = new FrameBuilder()
                .received(second(2), "pod b", "eth0", 1_000_000_000L, 20_000)
                .received(late, "pod b", "eth0", 2_000_000_000L, 30_000)
                .received(late, "pod b", "eth1", 9, 9)
                .received(late, "pod a", "eth0", 9, 9)
                .frames(0);
        TrialMetrics metrics = new TrialMetricsCalculator(host(2, 250, false))
                .calculate(frames, trial(SECOND, 4 * SECOND, false), TRAFFIC);
        assertThat(metrics.interfaceRxBps()).isCloseTo(3e9 * 8 / 2.5, within(1.0));
        assertThat(metrics.bytesPerPacket()).isCloseTo(60_000, within(1e-9));
    }

    @Test
    void missingCountersAreUnknownAndNeverZero() {
        FrameBuilder hole = new FrameBuilder()
                .cpu(second(2), 0, busy(20, 30, 500, 10))
                .cpu(second(2), 1, busy(50, 10, 1500, 100))
                .cpu(second(3), 0, busy(40, 30, 700, 10))
                .unknownCpu(second(3), 1);
        TrialMetrics partly = metrics(hole.frames(0));
        assertThat(partly.serverCoreSoftirqShare()).isCloseTo(0.5, within(1e-12));
        assertThat(partly.netRxPerSecond()).isCloseTo(600 + 1500, within(1e-6));
        assertThat(partly.softnetDropped()).as("a sum with a hole").isNull();

        TrialMetrics blind = metrics(new FrameBuilder()
                .cpu(second(2), 0, busy(20, 30, 500, 10))
                .unknownCpu(second(2), 1)
                .frames(0));
        assertThat(blind.clientCoreSoftirqShare()).isCloseTo(0.2, within(1e-12));
        assertThat(blind.serverCoreSoftirqShare()).isNull();
        assertThat(blind.softirqShareMax()).isNull();
        assertThat(blind.softirqShareSource()).isNull();
        assertThat(blind.netRxPerSecond()).isNull();
        assertThat(blind.cpuSecondsPerGigabyte()).isNull();
        assertThat(blind.budgets()).extracting(b -> b.cpu()).containsExactly(0);
        assertThat(blind.interfaceRxBps()).isNull();
        assertThat(blind.harnessShareMax()).isNull();
        assertThat(blind.harnessShares()).isNull();
        assertThat(blind.standardErrors().serverCoreSoftirqShare()).isNull();
        assertThat(blind.standardErrors().stealShareMax()).isNull();
        assertThat(blind.standardErrors().cpuSecondsPerGigabyte()).isNull();
        assertThat(blind.iperf3WaitShareMax()).isNull();
    }

    @Test
    void aCpuThatWasNotSampledMakesTheCpuCostUnknown() {
        TrialMetrics metrics = new TrialMetricsCalculator(host(3, 250, false))
                .calculate(twoCpus().frames(0), trial(SECOND, 3 * SECOND, false), TRAFFIC);
        assertThat(metrics.cpuSecondsPerGigabyte()).isNull();
        assertThat(metrics.softirqShareMax()).isNotNull();
    }

    @Test
    void withoutFramesInTheWindowOnlyTrafficIsKnown() {
        TrialMetrics metrics = metrics(new FrameBuilder().frames(0));
        assertThat(metrics.goodputBps()).isEqualTo(8e9);
        assertThat(metrics.framesInWindow()).isZero();
        assertThat(metrics.softirqShareMax()).isNull();
        assertThat(metrics.softnetDropped()).isNull();
        assertThat(metrics.budgets()).isEmpty();
    }

    @Test
    void tasksAreSharedOutToTheCpusTheyRanOn() {
        Frames frames = twoCpus()
                .task(second(2), TaskRole.COMPETITOR, 20, 1, 0.5, 0)
                .task(second(3), TaskRole.COMPETITOR, 20, 0, 0.3, 0)
                .task(second(2), TaskRole.HARNESS, 30, 0, 0.04, 0)
                .task(second(3), TaskRole.HARNESS, 30, 0, 0.02, 0)
                .task(second(2), TaskRole.HARNESS, 31, 0, 0.01, 0)
                .task(second(3), TaskRole.HARNESS, 31, 0, 0.01, 0)
                .task(second(2), TaskRole.CLIENT, 10, 0, 0.4, 0.2)
                .task(second(3), TaskRole.CLIENT, 10, 0, 0.4, 0.4)
                .task(second(2), TaskRole.SERVER, 11, 1, 0.4, 0.1)
                .task(second(4), TaskRole.SERVER, 11, 1, 0.4, 0.9)
                .frames(0);
        TrialMetrics metrics = new TrialMetricsCalculator(host(2, 250, false))
                .calculate(frames, trial(SECOND, 3 * SECOND, true), TRAFFIC);
        assertThat(metrics.competitorShareMax()).isCloseTo(0.25, within(1e-9));
        assertThat(metrics.harnessShareMax()).isCloseTo(0.04, within(1e-9));
        assertThat(metrics.harnessShares())
                .as("a measured core that the harness kept off is known to be at 0")
                .satisfiesExactly(
                        core -> assertThat(core.share()).isEqualTo(metrics.harnessShareMax()),
                        core -> assertThat(core).isEqualTo(new CoreShare(1, 0)));
        assertThat(metrics.iperf3WaitShareMax()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void theBusiestThreadThatPollsIsToldWhereverItRan() {
        assertThat(metrics(twoCpus().frames(0)).napiThreadRunShareMax()).isNull();

        Frames frames = twoCpus()
                .task(second(2), TaskRole.NAPI, 40, 0, 0.4, 0)
                .task(second(3), TaskRole.NAPI, 40, 1, 0.2, 0)
                .task(second(2), TaskRole.NAPI, 41, 0, 0.5, 0)
                .task(second(4), TaskRole.NAPI, 41, 0, 0.9, 0)
                .frames(0);
        assertThat(metrics(frames).napiThreadRunShareMax()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void framesInWhichATaskCouldNotBeReadAreLeftOut() {
        Frames frames = new FrameBuilder()
                .task(second(2), TaskRole.COMPETITOR, 20, 1, 0.6, 0)
                .task(second(3), TaskRole.CLIENT, 10, 0, 0.1, 0)
                .task(second(4), TaskRole.COMPETITOR, 20, 1, 0.6, 0)
                .frames(0);
        TrialMetrics metrics = new TrialMetricsCalculator(host(2, 250, false))
                .calculate(frames, trial(SECOND, 4 * SECOND, true), TRAFFIC);
        assertThat(metrics.competitorShareMax()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void framesInWhichPinbenchOrACoRunnerHasNoRowAreTheirRest() {
        FrameBuilder builder = new FrameBuilder();
        for (int frame = 1; frame <= 10; frame++) {
            builder.cpu(second(frame), 0, busy(0, 30, 500, 0));
            builder.cpu(second(frame), 1, busy(0, 30, 500, 0));
        }
        Frames frames = builder.task(second(1), TaskRole.HARNESS, 30, 0, 0.1, 0)
                .task(second(10), TaskRole.HARNESS, 30, 0, 0.1, 0)
                .task(second(1), TaskRole.CO_RUNNER, 31, 1, 0.7, 0)
                .task(second(10), TaskRole.CO_RUNNER, 31, 1, 0.7, 0)
                .task(second(1), TaskRole.CLIENT, 10, 1, 0.4, 0)
                .task(second(10), TaskRole.CLIENT, 10, 1, 0.4, 0)
                .frames(0);
        TrialMetrics metrics = new TrialMetricsCalculator(host(2, 250, false))
                .calculate(frames, trial(0, 10 * SECOND, false), TRAFFIC);
        assertThat(metrics.harnessShareMax()).isCloseTo(0.02, within(1e-9));
        assertThat(metrics.budgets().get(0).harness()).isCloseTo(0.02, within(1e-9));
        // eight holes of the client are unknown; the co-runner's 14 % leave its 40 % their place in the 70 % that are
        // left
        assertThat(metrics.budgets().get(1).iperf3()).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void aCompetitorIsZeroOnlyWhereNoneWasPlanned() {
        TrialMetricsCalculator calculator = new TrialMetricsCalculator(host(2, 250, false));
        Frames frames = twoCpus().frames(0);
        assertThat(calculator
                        .calculate(frames, trial(SECOND, 3 * SECOND, false), TRAFFIC)
                        .competitorShareMax())
                .isEqualTo(0.0);
        assertThat(calculator
                        .calculate(frames, trial(SECOND, 3 * SECOND, true), TRAFFIC)
                        .competitorShareMax())
                .isNull();
    }

    @Test
    void aWindowThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> trial(5, 5, false)).hasMessageContaining("5 to 5 ns");
    }
}
