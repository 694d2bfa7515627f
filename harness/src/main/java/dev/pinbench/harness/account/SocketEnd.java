package dev.pinbench.harness.account;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a TCP socket had done when the kernel took it away (struct tcp_info in include/uapi/linux/tcp.h).
 *
 * @param localPort its own port
 * @param peerPort port of the other end
 * @param bytesSent payload sent, retransmissions included
 * @param bytesRetransmitted payload sent again
 * @param bytesReceived payload received in order; the kernel counts a FIN as one byte, which is in it
 * @param outOfOrderSegments segments that arrived before one that precedes them; only then SACK options are sent
 */
record SocketEnd(
        int localPort,
        int peerPort,
        long bytesSent,
        long bytesRetransmitted,
        long bytesReceived,
        long outOfOrderSegments) {

    private static final Pattern PORT = Pattern.compile("[:](\\d+)$");

    /** Reads what {@code ss -E -t -i -n -O -H} printed: one line for each socket; listeners are left out. */
    static List<SocketEnd> parse(String output) {
        List<SocketEnd> ends = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] cells = line.strip().split("\\s+", -1);
            if (cells.length < 5) {
                continue;
            }
            OptionalLong local = match(PORT, cells[3]);
            OptionalLong peer = match(PORT, cells[4]);
            if (local.isPresent() && peer.isPresent()) {
                ends.add(new SocketEnd(
                        (int) local.getAsLong(),
                        (int) peer.getAsLong(),
                        field(line, "bytes_sent"),
                        field(line, "bytes_retrans"),
                        field(line, "bytes_received"),
                        field(line, "rcv_ooopack")));
            }
        }
        return List.copyOf(ends);
    }

    /** ss leaves out what is 0 (tcp_stats_print in its misc/ss.c). */
    private static long field(String line, String name) {
        return match(Pattern.compile("\\b" + name + ":(\\d+)"), line).orElse(0);
    }

    private static OptionalLong match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
