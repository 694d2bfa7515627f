package dev.pinbench.analysis.attribution;

import static dev.pinbench.analysis.attribution.FrameBuilder.SECOND;
import static dev.pinbench.analysis.attribution.FrameBuilder.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.ProbeContext;
import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TimedBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProbeSharesCalculatorTest {

    /** 10 s with 40 softirq ticks in 100, and a client that ran all the time. */
    private static Frames frames() {
        FrameBuilder frames = new FrameBuilder();
        IntStream.rangeClosed(1, 10).forEach(i -> {
            frames.cpu(second(i), 0, Map.of(CpuCounter.SOFTIRQ_TICKS, 40L, CpuCounter.USER_TICKS, 60L));
            frames.task(second(i), TaskRole.CLIENT, 42, 0, 0.99, 0);
        });
        return frames.frames(0);
    }

    private static ProbeRow row(
            int at, ProbeKind kind, @Nullable ProbeContext context, @Nullable Integer tid, double seconds) {
        return new ProbeRow(
                at * SECOND + 500,
                (at + 1) * SECOND + 500,
                0,
                kind,
                "x",
                context,
                tid,
                (long) (seconds * SECOND),
                null);
    }

    /** 30 % inline, 5 % in ksoftirqd; one interval before the window has nothing but softirq. */
    private static List<ProbeRow> rows() {
        List<ProbeRow> rows = new ArrayList<>();
        rows.add(row(-1, ProbeKind.SOFTIRQ, ProbeContext.INLINE, null, 1));
        for (int i = 0; i < 9; i++) {
            rows.add(row(i, ProbeKind.SOFTIRQ, ProbeContext.INLINE, null, 0.30));
            rows.add(row(i, ProbeKind.SOFTIRQ, ProbeContext.KSOFTIRQD, null, 0.05));
            rows.add(row(i, ProbeKind.IRQ, null, null, 0.01));
            rows.add(row(i, ProbeKind.TASK, null, 42, 0.95));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, 42, 0.30));
            rows.add(row(i, ProbeKind.TASK_IRQ, null, 42, 0.01));
            rows.add(row(i, ProbeKind.TASK_BOOKED, null, 42, 0.985));
            rows.add(row(i, ProbeKind.TASK, null, 9, 0.05));
            rows.add(row(i, ProbeKind.TASK, null, 0, 0.0));
        }
        return rows;
    }

    @Test
    void laysExactSharesBesideThoseOfTicksAndSchedstat() {
        ProbeShares shares = new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows(), List.of("a gap"), frames(), 0, 10 * SECOND);

        assertThat(shares.gaps()).containsExactly("a gap");
        ProbeShares.Core core = shares.cores().get(0);
        assertThat(core.coveredNanos()).isEqualTo(9 * SECOND);
        assertThat(core.softirqShare()).isCloseTo(0.35, within(1e-9));
        assertThat(core.inlineShare()).isCloseTo(0.30, within(1e-9));
        assertThat(core.ksoftirqdShare()).isCloseTo(0.05, within(1e-9));
        assertThat(core.idleShare()).isZero();
        assertThat(core.irqShare()).isCloseTo(0.01, within(1e-9));
        assertThat(core.untoldShare()).isZero();
        assertThat(core.tickSoftirqShare()).isCloseTo(0.40, within(1e-9));
        // sqrt(0.4 * 0.6 / (8 * 250)): eight frames lie in the time of the rows
        assertThat(core.tickStandardError()).isCloseTo(0.010954, within(1e-6));
        assertThat(core.tickToExact()).isCloseTo(1.142857, within(1e-6));
        assertThat(core.withinError()).isFalse();
        assertThat(shares.busiest()).isEqualTo(core);
        assertThat(shares.tasks()).extracting(ProbeShares.Task::tid).containsExactly(42, 9);
        ProbeShares.Task client = shares.tasks().get(0);
        assertThat(client.runShare()).isCloseTo(0.95, within(1e-9));
        assertThat(client.ownShare()).isCloseTo(0.64, within(1e-9));
        assertThat(client.schedstatRunShare()).isCloseTo(0.99, within(1e-9));
        assertThat(client.schedstatAgrees()).isFalse();
        assertThat(shares.tasks().get(1).schedstatRunShare()).isNull();
        assertThat(shares.tasks().get(1).schedstatAgrees()).isNull();
        assertThat(shares.disagreement())
                .isEqualTo(
                        "schedstat and the exact probe differ by more than 1 % of a core on 1 task, most on x, CPU 0:"
                                + " 99.0 % against 95.0 % (the kernel's own book, at its switches: 98.5 %)");
        assertThat(client.bookedRunShare()).isCloseTo(0.985, within(1e-9));
        assertThat(client.schedstatAsBooked()).isTrue();
        assertThat(shares.misreading()).isNull();
        assertThat(shares.tasks().get(1).bookedRunShare()).isNull();
        assertThat(shares.tasks().get(1).schedstatAsBooked()).isNull();
    }

    @Test
    void stintsOfNobodyKnowsWhichAreAShareOfTheCoreAndNoTask() {
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(row(i, ProbeKind.TASK, null, 42, 0.97));
            rows.add(row(i, ProbeKind.TASK, null, ProbeRow.UNTOLD_TID, 0.03));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, ProbeRow.UNTOLD_TID, 0.01));
        }

        ProbeShares shares = new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows, List.of(), frames(), 0, 10 * SECOND);

        assertThat(shares.cores().get(0).untoldShare()).isCloseTo(0.03, within(1e-9));
        assertThat(shares.tasks()).extracting(ProbeShares.Task::tid).containsExactly(42);
        // 99 % against 97 %, though 3 % are there that nobody can tell
        assertThat(shares.tasks().get(0).schedstatAgrees()).isFalse();
        assertThat(shares.disagreement()).contains("99.0 % against 97.0 %");
    }

    /** Every kind of task and of interruption on one core; in a core's budget each nanosecond has one place. */
    @Test
    void theTimedBudgetOfACoreSumsToOne() {
        FrameBuilder frames = new FrameBuilder();
        IntStream.rangeClosed(1, 10).forEach(i -> {
            frames.cpu(second(i), 0, Map.of(CpuCounter.SOFTIRQ_TICKS, 40L, CpuCounter.USER_TICKS, 60L));
            frames.task(second(i), TaskRole.CLIENT, 1, 0, 0.2, 0);
            frames.task(second(i), TaskRole.SERVER, 2, 0, 0.2, 0);
            frames.task(second(i), TaskRole.COMPETITOR, 3, 0, 0.1, 0);
            frames.task(second(i), TaskRole.HARNESS, 4, 0, 0.1, 0);
            frames.task(second(i), TaskRole.KSOFTIRQD, 5, 0, 0.1, 0);
            frames.task(second(i), TaskRole.CO_RUNNER, 6, 0, 0.1, 0);
            frames.task(second(i), TaskRole.NAPI, 7, 0, 0.1, 0);
        });
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rows.add(row(i, ProbeKind.TASK, null, 1, 0.30));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, 1, 0.10));
            rows.add(row(i, ProbeKind.TASK_IRQ, null, 1, 0.02));
            rows.add(row(i, ProbeKind.TASK, null, 2, 0.12));
            rows.add(row(i, ProbeKind.TASK, null, 3, 0.11));
            rows.add(row(i, ProbeKind.TASK, null, 4, 0.03));
            rows.add(row(i, ProbeKind.TASK, null, 5, 0.09));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, 5, 0.08));
            rows.add(row(i, ProbeKind.TASK, null, 6, 0.05));
            rows.add(row(i, ProbeKind.TASK, null, 7, 0.07));
            rows.add(row(i, ProbeKind.TASK, null, 99, 0.01));
            rows.add(row(i, ProbeKind.TASK, null, ProbeRow.UNTOLD_TID, 0.04));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, ProbeRow.UNTOLD_TID, 0.01));
            rows.add(row(i, ProbeKind.TASK, null, 0, 0.18));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, 0, 0.05));
            rows.add(row(i, ProbeKind.SOFTIRQ, ProbeContext.INLINE, null, 0.11));
            rows.add(row(i, ProbeKind.SOFTIRQ, ProbeContext.KSOFTIRQD, null, 0.08));
            rows.add(row(i, ProbeKind.SOFTIRQ, ProbeContext.IDLE, null, 0.05));
            rows.add(row(i, ProbeKind.IRQ, null, null, 0.02));
            rows.add(row(i, ProbeKind.TASK_BOOKED, null, 1, 0.5));
        }

        TimedBudget budget = budgets(frames.frames(0), rows).get(0);

        double[] parts = {
            budget.iperf3(),
            budget.ksoftirqd(),
            budget.inlineSoftirq(),
            budget.hardIrq(),
            budget.competitor(),
            budget.harness(),
            budget.other(),
            budget.untold(),
            budget.idle(),
            Objects.requireNonNull(budget.napiThreads())
        };
        assertThat(parts)
                .containsExactly(
                        new double[] {0.18 + 0.12, 0.09, 0.16, 0.02, 0.11, 0.03, 0.06, 0.03, 0.13, 0.07}, within(1e-9));
        assertThat(Arrays.stream(parts).sum()).isCloseTo(1, within(1e-9));
        assertThat(budgets(frames(), rows()).get(0).napiThreads())
                .as("no such thread in the trial")
                .isNull();
    }

    /** As where the frames have no row of ksoftirqd, or a missed switch joined its stint to another's. */
    @Test
    void noNanosecondIsLostWhereAThreadOfSoftirqsIsNotKnownAsSuch() {
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rows.add(row(i, ProbeKind.TASK, null, 15, 0.5));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, 15, 0.4));
            rows.add(row(i, ProbeKind.TASK, null, ProbeRow.UNTOLD_TID, 0.5));
            rows.add(row(i, ProbeKind.TASK_SOFTIRQ, null, ProbeRow.UNTOLD_TID, 0.3));
            rows.add(row(i, ProbeKind.SOFTIRQ, ProbeContext.KSOFTIRQD, null, 0.7));
        }

        TimedBudget budget = budgets(frames(), rows).get(0);

        assertThat(budget.inlineSoftirq() + budget.other() + budget.untold()).isCloseTo(1, within(1e-9));
        assertThat(budget.untold()).isCloseTo(0.2, within(1e-9));
    }

    private static List<TimedBudget> budgets(Frames frames, List<ProbeRow> rows) {
        return Objects.requireNonNull(new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows, List.of(), frames, 0, 10 * SECOND)
                .budgets());
    }

    @Test
    void taskClocksAreWhatIsHeldAgainstTheProbe() {
        FrameBuilder frames = new FrameBuilder();
        IntStream.rangeClosed(1, 10).forEach(i -> {
            frames.cpu(second(i), 0, Map.of(CpuCounter.USER_TICKS, 100L));
            frames.clockedTask(second(i), TaskRole.CLIENT, 42, 0, 0.99, 0, 0.945);
            frames.clockedTask(second(i), TaskRole.SERVER, 9, 0, 0.05, 0, 0.03);
        });

        ProbeShares shares = new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows(), List.of(), frames.frames(0), 0, 10 * SECOND);

        ProbeShares.Task client = shares.tasks().get(0);
        assertThat(client.clockRunShare()).isCloseTo(0.945, within(1e-9));
        assertThat(client.clockAgrees()).isTrue();
        assertThat(client.schedstatAgrees()).isFalse();
        assertThat(client.sampledAgrees()).isTrue();
        // the other one's clock is off, and its book is not: what the metrics rest on counts
        assertThat(shares.tasks().get(1).schedstatAgrees()).isTrue();
        assertThat(shares.disagreement())
                .isEqualTo(
                        "task-clock and the exact probe differ by more than 1 % of a core on 1 task, most on x, CPU 0:"
                                + " 3.0 % against 5.0 %");
    }

    /** Two tasks that take turns 10,000 times a second, switches of 1.3 µs, of which the clocks lack 1.2. */
    @Test
    void aTaskClockMayLackTheSwitchesButNoMore() {
        ProbeShares shares = takingTurns(0.6 - 0.012, 130_000);

        ProbeShares.Task competitor = shares.tasks().get(0);
        assertThat(competitor.tid()).isEqualTo(42);
        assertThat(competitor.runShare()).isCloseTo(0.6, within(1e-9));
        assertThat(competitor.clockRunShare()).isCloseTo(0.588, within(1e-9));
        assertThat(competitor.switchShare()).isCloseTo(0.013, within(1e-9));
        assertThat(competitor.clockAgrees()).isTrue();
        assertThat(shares.disagreement()).isNull();

        assertThat(takingTurns(0.6 - 0.0229, 130_000).disagreement()).isNull();
        assertThat(takingTurns(0.6 - 0.0231, 130_000).disagreement())
                .isEqualTo(
                        "task-clock and the exact probe differ by more than 1 % of a core on 1 task, most on x, CPU 0:"
                                + " 57.7 % against 60.0 %, of which 1.3 % switches to it");
        assertThat(takingTurns(0.6 + 0.0099, 130_000).disagreement()).isNull();
        assertThat(takingTurns(0.6 + 0.0101, 130_000).disagreement()).contains("61.0 % against 60.0 %");
        // a task that is hardly ever switched to gets no room
        assertThat(takingTurns(0.6 - 0.012, 100).disagreement()).contains("58.8 % against 60.0 %, of which 0.0 %");
    }

    @Test
    void aCoreOfWhichTheProbeHasLittleOrNothingIsNamed() {
        FrameBuilder frames = new FrameBuilder();
        IntStream.rangeClosed(1, 10).forEach(i -> {
            frames.cpu(second(i), 0, Map.of(CpuCounter.USER_TICKS, 100L));
            frames.cpu(second(i), 1, Map.of(CpuCounter.USER_TICKS, 100L));
        });
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            rows.add(row(i, ProbeKind.TASK, null, 42, 1));
        }

        ProbeSharesCalculator calculator = new ProbeSharesCalculator(FrameBuilder.host(2, 250, false));
        assertThat(calculator
                        .calculate(rows, List.of("a gap"), frames.frames(0), 0, 10 * SECOND)
                        .gaps())
                .containsExactly(
                        "a gap",
                        "rows cover less than half of the measured window of 10.0 s on CPU 0 (4.0 s), 1 (0.0 s), so that"
                                + " little or nothing is compared there");
        rows.add(row(4, ProbeKind.TASK, null, 42, 1));
        assertThat(calculator
                        .calculate(rows, List.of(), frames.frames(0), 0, 10 * SECOND)
                        .gaps())
                .singleElement()
                .asString()
                .contains("on CPU 1 (0.0 s), so");
    }

    @Test
    void whereSwitchesWereNotTimedNoneAreMadeUp() {
        ProbeShares shares = takingTurns(0.6 - 0.012, 0);

        assertThat(shares.tasks()).extracting(ProbeShares.Task::switchShare).containsOnlyNulls();
        assertThat(shares.tasks().get(0).clockAgrees()).isFalse();
        assertThat(shares.disagreement()).endsWith("58.8 % against 60.0 %");
    }

    /** Switches in slots of 0.1 s that begin elsewhere than anything else; before the window they are twice as long. */
    private static ProbeShares takingTurns(double clockShare, int switchNanosInASlot) {
        FrameBuilder frames = new FrameBuilder();
        IntStream.rangeClosed(1, 10).forEach(i -> {
            frames.cpu(second(i), 0, Map.of(CpuCounter.USER_TICKS, 100L));
            frames.clockedTask(second(i), TaskRole.COMPETITOR, 42, 0, 0.6, 0, clockShare);
            frames.clockedTask(second(i), TaskRole.SERVER, 9, 0, 0.4, 0, 0.4);
        });
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rows.add(row(i, ProbeKind.TASK, null, 42, 0.6));
            rows.add(row(i, ProbeKind.TASK, null, 9, 0.4));
        }
        long slot = SECOND / 10;
        for (long start = -SECOND + 33_000_000; switchNanosInASlot > 0 && start < 10 * SECOND; start += slot) {
            long nanos = (start + slot <= 0 ? 2L : 1L) * 10 * switchNanosInASlot;
            rows.add(new ProbeRow(start, start + slot, 0, ProbeKind.TASK_SWITCH, "x", null, 42, nanos, 1000L));
            rows.add(new ProbeRow(start, start + slot, 1, ProbeKind.TASK_SWITCH, "x", null, 42, nanos, 1000L));
        }
        return new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows, List.of(), frames.frames(0), 0, 10 * SECOND);
    }

    @Test
    void framesThatDoNotHoldWhatTheKernelBookedAreNamed() {
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(row(i, ProbeKind.TASK, null, 42, 0.99));
            rows.add(row(i, ProbeKind.TASK_BOOKED, null, 42, 0.97));
            rows.add(row(i, ProbeKind.TASK, null, 0, 0.01));
        }

        ProbeShares shares = new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows, List.of(), frames(), 0, 10 * SECOND);

        assertThat(shares.tasks().get(0).schedstatAgrees()).isTrue();
        assertThat(shares.tasks().get(0).schedstatAsBooked()).isFalse();
        assertThat(shares.disagreement()).isNull();
        assertThat(shares.misreading())
                .isEqualTo(
                        "the frames' schedstat differs from the kernel's own book by more than 1 % of a core on 1 task,"
                                + " most on x, CPU 0: 99.0 % against 97.0 %");
    }

    /** Another load before the probe's first row, which came late. */
    @Test
    void onlyTheTimeThatBothSawIsCompared() {
        FrameBuilder frames = new FrameBuilder();
        for (int i = 1; i <= 10; i++) {
            long softirq = i <= 4 ? 99 : 35;
            frames.cpu(second(i), 0, Map.of(CpuCounter.SOFTIRQ_TICKS, softirq, CpuCounter.USER_TICKS, 100 - softirq));
            frames.cpu(second(i), 1, Map.of(CpuCounter.IDLE_TICKS, 100L));
            frames.task(second(i), TaskRole.SERVER, 42, 0, i <= 4 ? 0.01 : 0.955, 0);
            if (i >= 5) {
                frames.task(second(i), TaskRole.CO_RUNNER, 9, 0, 0.05, 0);
            }
        }
        List<ProbeRow> late =
                rows().stream().filter(row -> row.startNanos() > 4 * SECOND).toList();

        ProbeShares shares = new ProbeSharesCalculator(FrameBuilder.host(2, 250, false))
                .calculate(late, List.of(), frames.frames(0), 0, 10 * SECOND);

        assertThat(shares.cores()).singleElement().satisfies(core -> {
            assertThat(core.tickSoftirqShare()).isCloseTo(0.35, within(1e-9));
            assertThat(core.withinError()).isTrue();
        });
        assertThat(shares.tasks().get(0).schedstatRunShare()).isCloseTo(0.955, within(1e-9));
        assertThat(shares.tasks().get(0).schedstatAgrees()).isTrue();
        assertThat(shares.tasks().get(1).schedstatRunShare()).as("found before").isCloseTo(0.05, within(1e-9));
    }

    /** Rows and frames are half a second apart, and the task ran more at the begin than later. */
    @Test
    void framesAtTheEdgesCountAsFarAsTheRowsReach() {
        FrameBuilder frames = new FrameBuilder();
        for (int i = 1; i <= 10; i++) {
            frames.cpu(
                    second(i),
                    0,
                    Map.of(CpuCounter.SOFTIRQ_TICKS, i == 1 || i == 10 ? 90L : 30L, CpuCounter.USER_TICKS, 10L));
            frames.clockedTask(second(i), TaskRole.CLIENT, 42, 0, i == 1 ? 0.9 : 0.3, 0, i == 1 ? 0.8 : 0.2);
        }
        List<ProbeRow> rows = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            rows.add(new ProbeRow(
                    i * SECOND + SECOND / 2,
                    (i + 1) * SECOND + SECOND / 2,
                    0,
                    ProbeKind.TASK,
                    "x",
                    null,
                    42,
                    (i == 0 ? 5 : 2) * SECOND / 10,
                    null));
        }

        ProbeShares shares = new ProbeSharesCalculator(FrameBuilder.host(1, 250, false))
                .calculate(rows, List.of(), frames.frames(0), 0, 10 * SECOND);

        ProbeShares.Task client = shares.tasks().get(0);
        assertThat(client.runShare()).isCloseTo(2.1 / 9, within(1e-9));
        assertThat(client.clockRunShare()).isCloseTo(2.1 / 9, within(1e-9));
        assertThat(client.schedstatRunShare()).isCloseTo(3.0 / 9, within(1e-9));
        assertThat(shares.cores().get(0).tickSoftirqShare())
                .as("ticks of whole frames")
                .isCloseTo(0.75, within(1e-9));
    }

    @Test
    void whatIsNotKnownIsNotZero() {
        ProbeSharesCalculator calculator = new ProbeSharesCalculator(FrameBuilder.host(1, null, false));
        Frames none = new FrameBuilder().frames(0);

        ProbeShares.Core noHz = calculator
                .calculate(rows(), List.of(), frames(), 0, 10 * SECOND)
                .cores()
                .get(0);
        ProbeShares.Core noTicks = calculator
                .calculate(rows(), List.of(), none, 0, 10 * SECOND)
                .cores()
                .get(0);

        assertThat(noHz.tickStandardError()).isNull();
        assertThat(noHz.withinError()).isNull();
        assertThat(noHz.tickToExact()).isNotNull();
        assertThat(noTicks.tickSoftirqShare()).isNull();
        assertThat(noTicks.tickToExact()).isNull();
        assertThat(calculator
                        .calculate(List.of(), List.of(), frames(), 0, SECOND)
                        .busiest())
                .isNull();
    }
}
