package dev.pinbench.harness.traffic;

import dev.pinbench.harness.lab.Endpoint;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Commands;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel says of the connections under way ({@code ss --info}; include/uapi/linux/tcp.h, struct tcp_info). */
public final class SocketStatistics {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern MSS = Pattern.compile("\\bmss:(\\d+)");
    private static final Pattern BYTES = Pattern.compile("\\bbytes_(?:sent|received):(\\d+)");

    private SocketStatistics() {}

    /**
     * The segment size in force on the busiest connection between an endpoint and {@code peerAddress}, in bytes of
     * payload; empty if there is no connection or the kernel does not say.
     */
    public static OptionalInt maximumSegmentSize(Endpoint endpoint, String peerAddress)
            throws CommandException, InterruptedException {
        List<String> argv = endpoint.command(List.of("ss", "-t", "-i", "-n", "-H", "-O", "dst", peerAddress));
        return parse(Commands.runOrThrow(argv, TIMEOUT).stdout());
    }

    static OptionalInt parse(String output) {
        OptionalInt mss = OptionalInt.empty();
        long most = -1;
        for (String line : output.lines().toList()) {
            Matcher size = MSS.matcher(line);
            if (size.find()) {
                long bytes = BYTES.matcher(line)
                        .results()
                        .mapToLong(result -> Long.parseLong(result.group(1)))
                        .sum();
                if (bytes > most) {
                    most = bytes;
                    mss = OptionalInt.of(Integer.parseInt(size.group(1)));
                }
            }
        }
        return mss;
    }
}
