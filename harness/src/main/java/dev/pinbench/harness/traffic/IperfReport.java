package dev.pinbench.harness.traffic;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one iperf3 client said ({@code -J}). Totals are those of the receiver, warm-up left out; the client's report holds
 * them in either direction. Read from the output of iperf3 3.9 and later.
 *
 * @param version iperf3's version, such as {@code 3.12}; {@code null} if it did not say
 * @param receivedBps bits per second of payload that the receiver got; {@code null} if there was no exchange of results
 * @param retransmits TCP segments sent again; {@code null} for UDP and where the sender could not tell
 * @param datagrams UDP datagrams sent; {@code null} for TCP
 * @param lostDatagrams UDP datagrams lost; {@code null} for TCP
 * @param congestion congestion control of the sender; {@code null} for UDP
 * @param error iperf3's own words of what went wrong; {@code null} if nothing did
 */
public record IperfReport(
        @Nullable String version,
        @Nullable Double receivedBps,
        @Nullable Long retransmits,
        @Nullable Long datagrams,
        @Nullable Long lostDatagrams,
        @Nullable String congestion,
        @Nullable String error) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Reads a client's standard output. Text that is not a report of iperf3 becomes the error. */
    public static IperfReport parse(String stdout) {
        JsonNode root;
        try {
            root = MAPPER.readTree(stdout);
        } catch (JacksonException e) {
            return failed("iperf3 wrote no JSON: " + firstLine(stdout));
        }
        if (!root.isObject()) {
            return failed("iperf3 wrote no report: " + firstLine(stdout));
        }
        String version = text(root.path("start").path("version"))
                .map(v -> v.startsWith("iperf ") ? v.substring("iperf ".length()) : v)
                .orElse(null);
        String error = text(root.path("error"))
                .map(words -> words.startsWith("error - ") ? words.substring("error - ".length()) : words)
                .orElse(null);
        JsonNode end = root.path("end");
        boolean udp = end.path("sum").has("packets");
        return new IperfReport(
                version,
                udp ? receivedUdp(end) : number(end.path("sum_received").path("bits_per_second")),
                udp ? null : whole(end.path("sum_sent").path("retransmits")),
                udp ? whole(end.path("sum").path("packets")) : null,
                udp ? whole(end.path("sum").path("lost_packets")) : null,
                text(end.path("sender_tcp_congestion")).orElse(null),
                error);
    }

    /** Before 3.12 a UDP client reports one sum, with the bytes that were sent. */
    private static @Nullable Double receivedUdp(JsonNode end) {
        Double sent = number(end.path("sum").path("bits_per_second"));
        Long packets = whole(end.path("sum").path("packets"));
        Long lost = whole(end.path("sum").path("lost_packets"));
        JsonNode received = end.path("sum_received");
        Double receivedBps = number(received.path("bits_per_second"));
        if (packets == null || lost == null || packets == 0) {
            return receivedBps;
        }
        // The bytes of sum_received are those sent in some versions, so the loss is taken off in either case.
        Double base = receivedBps == null ? sent : receivedBps;
        return base == null ? null : base * (packets - lost) / packets;
    }

    private static IperfReport failed(String error) {
        return new IperfReport(null, null, null, null, null, null, error);
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("nothing at all");
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? Double.valueOf(node.doubleValue()) : null;
    }

    private static @Nullable Long whole(JsonNode node) {
        return node.isNumber() ? Long.valueOf(node.longValue()) : null;
    }
}
