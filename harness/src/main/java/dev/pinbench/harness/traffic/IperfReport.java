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
    private static final double BITS_PER_BYTE = 8;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * Reads what a client wrote. If its standard output is no report of iperf3, what it wrote to standard error becomes
     * the error: wrong arguments are told there, with the usage on standard output.
     */
    public static IperfReport parse(String stdout, String stderr) {
        JsonNode root;
        try {
            root = MAPPER.readTree(stdout);
        } catch (JacksonException e) {
            return failed("iperf3 wrote no JSON: " + said(stdout, stderr));
        }
        if (!root.isObject()) {
            return failed("iperf3 wrote no report: " + said(stdout, stderr));
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

    /**
     * From 3.11 on the receiver's bytes have an object of their own. Before, there is only one sum: the bytes that were
     * sent over the receiver's time, with the receiver's loss (iperf_print_results in iperf's src/iperf_api.c).
     */
    private static @Nullable Double receivedUdp(JsonNode end) {
        Double received = number(end.path("sum_received").path("bits_per_second"));
        if (received != null) {
            return received;
        }
        JsonNode sum = end.path("sum");
        Long sentBytes = whole(sum.path("bytes"));
        Double seconds = number(sum.path("seconds"));
        Long packets = whole(sum.path("packets"));
        Long lost = whole(sum.path("lost_packets"));
        if (sentBytes == null || seconds == null || packets == null || lost == null || packets == 0 || seconds <= 0) {
            return null;
        }
        return sentBytes * BITS_PER_BYTE / seconds * (packets - lost) / packets;
    }

    private static IperfReport failed(String error) {
        return new IperfReport(null, null, null, null, null, null, error);
    }

    private static String said(String stdout, String stderr) {
        String text = stderr.isBlank() ? stdout : stderr;
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
