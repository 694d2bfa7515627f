package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.account.CaptureDifference.Direction;
import dev.pinbench.harness.capture.ChecksumCount;
import dev.pinbench.harness.capture.DirectionCount;
import dev.pinbench.harness.capture.HopCapture;
import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One hop with numbers made up. */
class CaptureComparisonTest {
    private static final ChecksumCount CHECKSUMS = new ChecksumCount(0, 0, 0, 0, 0, 0, 0);
    private static final DirectionCount NOTHING =
            new DirectionCount(0, 0, 0, 0, 0, new ChecksumCount(0, 0, 0, 0, 0, 0, 0));

    private static DirectionCount seen(long packets, long bytes) {
        return new DirectionCount(packets, bytes, 0, 0, 0, CHECKSUMS);
    }

    private static HopCapture capture(DirectionCount towardsServer, DirectionCount other, long lost) {
        return new HopCapture("pod", "eth0", towardsServer, NOTHING, other, lost, null);
    }

    private static List<CaptureDifference> differences(Crossing crossing, Tally counted, HopCapture capture)
            throws Exception {
        Link link = new Link(
                "pod",
                "eth0",
                2,
                crossing.kind(),
                null,
                "pod",
                null,
                null,
                null,
                0,
                crossing.sends() ? Tally.NOTHING : counted,
                crossing.sends() ? counted : Tally.NOTHING);
        return CaptureComparison.compare(
                        List.of(capture), List.of(crossing), new Snapshot(List.of(link), Map.of(), List.of()))
                .get(0)
                .differences();
    }

    private static Crossing crossing(String kind, boolean sends, boolean encapsulated) {
        return new Crossing("pod", "eth0", kind, sends, encapsulated);
    }

    @Test
    void theSameIsNoDifference() throws Exception {
        assertThat(differences(
                        crossing("veth", true, false), new Tally(1000, 10, 0, 0), capture(seen(10, 1000), NOTHING, 0)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"vxlan,true", "vxlan,false", "bridge,false"})
    void whoLeavesTheLinkHeaderOutIsComparedWithoutIt(String kind, boolean sends) throws Exception {
        assertThat(differences(
                        crossing(kind, sends, false),
                        new Tally(1000 - 10 * 14, 10, 0, 0),
                        capture(seen(10, 1000), NOTHING, 0)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "veth  | false | false | 10 | 1000 | 4  | 604  | 0 | 0 | 0 | merged (GRO) between the counter",
                "veth  | false | true  | 10 | 1000 | 4  | 304  | 0 | 0 | 0 | merged (GRO) between the counter",
                "vxlan | false | false | 10 | 1000 | 4  | 744  | 0 | 0 | 0 | merged (GRO) between the counter",
                "veth  | true  | false | 7  | 700  | 10 | 1000 | 3 | 0 | 0 | dropped by the interface, by its counter",
                "veth  | true  | false | 10 | 1000 | 8  | 800  | 0 | 2 | 0 | lost by the capture",
                "veth  | true  | false | 10 | 1000 | 9  | 900  | 0 | 0 | 1 | packets of others"
            })
    void aReasonIsGivenWhereACounterHasIt(
            String kind,
            boolean sends,
            boolean encapsulated,
            long counted,
            long countedBytes,
            long captured,
            long capturedBytes,
            long dropped,
            long lost,
            long others,
            String reason)
            throws Exception {
        List<CaptureDifference> differences = differences(
                crossing(kind, sends, encapsulated),
                new Tally(countedBytes, counted, dropped, 0),
                capture(seen(captured, capturedBytes), others == 0 ? NOTHING : seen(others, 60), lost));

        assertThat(differences).singleElement().satisfies(difference -> {
            assertThat(difference.direction()).isEqualTo(Direction.TOWARDS_SERVER);
            assertThat(difference.countedPackets()).isEqualTo(counted);
            assertThat(difference.capturedPackets()).isEqualTo(captured);
            assertThat(difference.reason()).startsWith(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "false,10,1000,4,605,0,0",
        "true,10,1000,4,604,0,0",
        "true,7,700,10,1000,2,0",
        "true,10,1000,8,800,0,1",
        "true,10,1000,10,999,0,0"
    })
    void whatNothingExplainsHasNoReason(
            boolean sends, long counted, long countedBytes, long captured, long capturedBytes, long dropped, long lost)
            throws Exception {
        assertThat(differences(
                        crossing("veth", sends, false),
                        new Tally(countedBytes, counted, dropped, 0),
                        capture(seen(captured, capturedBytes), NOTHING, lost)))
                .singleElement()
                .satisfies(difference -> assertThat(difference.reason()).isNull());
    }

    @Test
    void offTheWayBothDirectionsAndOthersAreComparedTogether() throws Exception {
        Link link = new Link(
                "pod",
                "eth0",
                2,
                "veth",
                null,
                "pod",
                null,
                null,
                null,
                0,
                new Tally(60, 1, 0, 0),
                new Tally(222, 3, 0, 0));
        Snapshot counted = new Snapshot(List.of(link), Map.of(), List.of());

        assertThat(CaptureComparison.compare(List.of(capture(seen(3, 222), seen(1, 60), 0)), List.of(), counted)
                        .get(0)
                        .differences())
                .isEmpty();
        assertThat(CaptureComparison.compare(List.of(capture(seen(3, 222), NOTHING, 1)), List.of(), counted)
                        .get(0)
                        .differences())
                .containsExactly(new CaptureDifference(Direction.BOTH, 4, 3, 282, 222, "lost by the capture"));
    }

    /** packet_direct_xmit (net/packet/af_packet.c) does not show what it sends. */
    @Test
    void offTheWayWhatIsSentMayBypassTheCapture() throws Exception {
        Link link = new Link(
                "pod",
                "eth0",
                2,
                "veth",
                null,
                "pod",
                null,
                null,
                null,
                0,
                new Tally(60, 1, 0, 0),
                new Tally(222, 3, 0, 0));
        Snapshot counted = new Snapshot(List.of(link), Map.of(), List.of());

        assertThat(CaptureComparison.compare(List.of(capture(NOTHING, seen(1, 60), 0)), List.of(), counted)
                        .get(0)
                        .differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.reason()).startsWith("as many as it sent, which"));
        assertThat(CaptureComparison.compare(List.of(capture(NOTHING, seen(1, 61), 0)), List.of(), counted)
                        .get(0)
                        .differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.reason()).isNull());
    }

    @ParameterizedTest
    @CsvSource({"0,true", "14,true", "56,true", "13,false", "-14,false", "70,false"})
    void offTheWayACounterMayLeaveOutLinkHeaders(long leftOut, boolean same) throws Exception {
        Link link = new Link(
                "pod",
                "br0",
                2,
                "bridge",
                null,
                "pod",
                null,
                null,
                null,
                0,
                new Tally(60, 1, 0, 0),
                new Tally(222 - leftOut, 3, 0, 0));
        HopCapture capture = new HopCapture("pod", "br0", seen(3, 222), seen(1, 60), NOTHING, 0, null);

        assertThat(CaptureComparison.compare(
                                List.of(capture), List.of(), new Snapshot(List.of(link), Map.of(), List.of()))
                        .get(0)
                        .differences()
                        .isEmpty())
                .isEqualTo(same);
    }

    private static DirectionCount finished(long packets, long bytes) {
        return new DirectionCount(packets, bytes, 4, 2, 0, new ChecksumCount(packets, 0, 0, 0, 0, 0, 0));
    }

    private static Captured everything() {
        DirectionCount wrong = new DirectionCount(8, 800, 0, 3, 2, new ChecksumCount(1, 3, 2, 2, 1, 1, 0));
        HopCapture first = new HopCapture(
                "pod-a",
                "eth0",
                finished(10, 1_234_567),
                finished(9, 700),
                seen(1, 42),
                0,
                Path.of("kept/01-pod-a-eth0.pcap"));
        HopCapture last = new HopCapture("pod-b", "e\u001b[31m", wrong, NOTHING, NOTHING, 2, null);
        return new Captured(
                List.of(
                        new CapturedHop(first, List.of()),
                        new CapturedHop(
                                last,
                                List.of(
                                        new CaptureDifference(
                                                Direction.TOWARDS_SERVER, 10, 8, 1000, 800, "lost by the capture"),
                                        new CaptureDifference(Direction.TOWARDS_CLIENT, 1, 0, 66, 0, null)))),
                List.of(new ChecksumRefusal("pod-b", "TCP segments", 4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG-u-nu-arab", "tr-TR"})
    void textAndJsonAreTheSameInEveryLocale(String tag) throws Exception {
        NoBalance outcome = new NoBalance(
                "pod-to-pod over ovs, 1 node, MTU 1500, offloads as the kernel made them",
                "iperf3 client: unable to connect to server: Connection timed out",
                everything(),
                List.of("pod-a TCP segments sent again: 2"));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));

            assertThat(AccountText.render(outcome)).isEqualTo(golden("no-balance.txt"));
            assertThat(AccountText.render(outcome).lines()).allMatch(line -> line.length() <= 80);
            assertThat(AccountJson.render(outcome)).isEqualTo(golden("no-balance.json"));
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String golden(String name) throws Exception {
        try (InputStream in = CaptureComparisonTest.class.getResourceAsStream("/account/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsNotExplainedIsToldFromWhatIs() {
        assertThat(everything().isExplained()).isFalse();
        assertThat(everything().lost()).isEqualTo(2);
        assertThat(new Captured(everything().hops().subList(0, 1), List.of()).isExplained())
                .isTrue();
    }
}
