package dev.pinbench.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pinbench.analysis.results.ProbeContext;
import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** bpftrace's JSON, in lines as bpftrace 0.17 writes them. */
final class ProbeOutputTest {

    private static final String ATTACHED = "{\"type\": \"attached_probes\", \"data\": {\"probes\": 6}}\n";
    private static final long MILLI = 1_000_000;

    private static String map(String name, String entries) {
        return "{\"type\": \"map\", \"data\": {\"" + name + "\": {" + entries + "}}}\n";
    }

    private static String reading(String epochs, String closedAt, String maps, String epochsAfter) {
        return "{\"type\": \"printf\", \"data\": \"begin\"}\n"
                + map("@epoch", epochs)
                + map("@closed_at", closedAt)
                + maps
                + map("@epoch", epochsAfter)
                + "{\"type\": \"printf\", \"data\": \"end\"}\n";
    }

    /** A reading of CPU 0 alone, after {@code epoch} intervals of 100 ms, with the idle task's time in both slots. */
    private static String idle(int epoch, long even, long odd) {
        return reading(
                "\"0\": " + epoch,
                "\"0\": " + epoch * 100L * MILLI,
                map("@run", "\"0,0,0,swapper/0\": " + even + ", \"1,0,0,swapper/0\": " + odd),
                "\"0\": " + epoch);
    }

    private static ProbeCapture parse(String text) {
        return ProbeOutput.parse(text, 0, 100 * MILLI, 8192);
    }

    @Test
    void whatWasAddedBetweenTwoReadingsBecomesRowsOnTheFramesClock() {
        String first = reading("\"1\": 1", "\"1\": 1100000000", map("@run", "\"0,1,0,swapper/1\": 7"), "\"1\": 1");
        String second = reading(
                "\"1\": 2",
                "\"1\": 1200000000",
                map("@softirq", "\"1,1,3,0\": 40000000, \"1,1,3,1\": 10000000, \"1,1,7,2\": 5")
                        + map("@softirq_n", "\"1,1,3,0\": 4000, \"1,1,3,1\": 100")
                        + map("@irq", "\"1,1,36\": 17547")
                        + map("@irq_n", "\"1,1,36\": 3")
                        + map("@run", "\"0,1,0,swapper/1\": 7, \"1,1,42,iperf3\": 100000000")
                        + map("@run_n", "\"1,1,42,iperf3\": 9")
                        + map("@run_soft", "\"1,1,42,iperf3\": 40000000")
                        + map("@run_irq", "\"1,1,42,iperf3\": 17547")
                        + map("@run_booked", "\"1,1,42,iperf3\": 98000000"),
                "\"1\": 2");

        ProbeCapture capture = ProbeOutput.parse(ATTACHED + first + second, 1_000_000_000, 100 * MILLI, 8192);

        long start = 100 * MILLI;
        long end = 200 * MILLI;
        assertThat(capture.gaps()).isEmpty();
        assertThat(capture.rows())
                .containsExactlyInAnyOrder(
                        new ProbeRow(
                                start,
                                end,
                                1,
                                ProbeKind.SOFTIRQ,
                                "NET_RX",
                                ProbeContext.INLINE,
                                null,
                                40 * MILLI,
                                4000L),
                        new ProbeRow(
                                start,
                                end,
                                1,
                                ProbeKind.SOFTIRQ,
                                "NET_RX",
                                ProbeContext.KSOFTIRQD,
                                null,
                                10 * MILLI,
                                100L),
                        new ProbeRow(start, end, 1, ProbeKind.SOFTIRQ, "SCHED", ProbeContext.IDLE, null, 5, 0L),
                        new ProbeRow(start, end, 1, ProbeKind.IRQ, "36", null, null, 17_547, 3L),
                        new ProbeRow(start, end, 1, ProbeKind.TASK, "iperf3", null, 42, 100 * MILLI, 9L),
                        new ProbeRow(start, end, 1, ProbeKind.TASK_SOFTIRQ, "iperf3", null, 42, 40 * MILLI, null),
                        new ProbeRow(start, end, 1, ProbeKind.TASK_IRQ, "iperf3", null, 42, 17_547, null),
                        new ProbeRow(start, end, 1, ProbeKind.TASK_BOOKED, "iperf3", null, 42, 98 * MILLI, null));
    }

    @Test
    void namesOfTasksMayHoldAnything() {
        // as captured: a "b,\ and a newline, a byte that is no UTF-8, a brace; é as its two bytes
        String names = "\"1,0,4505,a \\\"b,\\\\\\n\\uffffffe9}\": 60000000,"
                + " \"1,0,4506,caf\\uffffffc3\\uffffffa9\": 40000000";

        ProbeCapture capture =
                parse(idle(1, 5, 0) + reading("\"0\": 2", "\"0\": 200000000", map("@run", names), "\"0\": 2"));

        assertThat(capture.rows())
                .extracting(ProbeRow::name)
                .containsExactlyInAnyOrder("a \"b,\\\n\ufffd}", "caf\u00e9");
    }

    @Test
    void aReadingThatCameTooLateLosesNoTime() {
        String late = reading(
                "\"0\": 3",
                "\"0\": 300000000",
                map("@run", "\"0,0,0,swapper/0\": 200000000, \"1,0,0,swapper/0\": 120000000"),
                "\"0\": 4");

        ProbeCapture capture = parse(idle(1, 100 * MILLI, 0)
                + idle(2, 100 * MILLI, 100 * MILLI)
                + late
                + idle(4, 200 * MILLI, 200 * MILLI)
                + idle(5, 300 * MILLI, 200 * MILLI));

        assertThat(capture.rows())
                .extracting(ProbeRow::startNanos, ProbeRow::endNanos, ProbeRow::nanos)
                .containsExactly(
                        tuple(100 * MILLI, 200 * MILLI, 100 * MILLI), tuple(200 * MILLI, 500 * MILLI, 300 * MILLI));
        assertThat(capture.gaps())
                .containsExactly("1 readings of a CPU came too late; they are part of later, longer rows");
    }

    @Test
    void whatIsLostCutOffOrUnreadableIsSaid() {
        ProbeCapture capture = parse(ATTACHED
                + idle(1, 100 * MILLI, 0)
                + "{\"type\": \"printf\", \"data\": \"begin\"}\n"
                + "{\"type\": \"lost_events\", \"data\": {\"events\": 3}}\n"
                + "{\"type\": \"printf\", \"data\": \"end\"}\n"
                + idle(2, 100 * MILLI, 100 * MILLI)
                + "{\"type\": \"map\", \"data\": {\"@run\": {\"1,0,0,swap");

        assertThat(capture.rows()).hasSize(1);
        assertThat(capture.gaps())
                .hasSize(2)
                .anyMatch(gap -> gap.startsWith("line ") && gap.contains("could not be read"))
                .contains("bpftrace lost 3 of its own messages; their readings are part of later, longer rows");
    }

    @Test
    void aFullTableAndTimeOfNoTaskAreSaid() {
        ProbeCapture capture =
                ProbeOutput.parse(idle(1, 100 * MILLI, 0) + idle(2, 100 * MILLI, 60 * MILLI), 0, 100 * MILLI, 2);

        assertThat(capture.gaps())
                .containsExactly(
                        "a table of the probe is full at 2 entries; tasks that came later have no rows",
                        "CPU 0: 0.040 s of its time went to no task that the probe saw");
    }

    @Test
    void stintsOfNobodyKnowsWhichAreKeptApartAndSaid() {
        String second = reading(
                "\"0\": 2",
                "\"0\": 200000000",
                map(
                                "@run",
                                "\"0,0,0,swapper/0\": 7, \"1,0,0,swapper/0\": 99000000,"
                                        + " \"1,0,-1,(missed switch)\": 1000000")
                        + map("@run_n", "\"1,0,-1,(missed switch)\": 3"),
                "\"0\": 2");

        ProbeCapture capture = parse(idle(1, 7, 0) + second);

        assertThat(capture.rows())
                .contains(new ProbeRow(
                        100 * MILLI,
                        200 * MILLI,
                        0,
                        ProbeKind.TASK,
                        "(missed switch)",
                        null,
                        ProbeRow.UNTOLD_TID,
                        MILLI,
                        3L));
        assertThat(capture.gaps())
                .containsExactly(
                        "CPU 0: whose 1.0 % of its time was cannot be told, as task switches were missed (3 stints)");
    }

    @Test
    void nothingButAStartIsNoMeasurement() {
        assertThat(parse(ATTACHED)).isEqualTo(new ProbeCapture(List.of(), List.of("the probe gave no rows")));
    }
}
