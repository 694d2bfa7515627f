package dev.pinbench.harness.capture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tcpdump says of itself, at SIGUSR1 in one line and at its end in three.
 *
 * @param captured packets that it wrote
 * @param received packets that came to its socket, those among them for which the buffer had no room
 * @param dropped packets for which the buffer had no room
 */
record CaptureStatistics(long captured, long received, long dropped) {
    private static final Pattern REPORT = Pattern.compile("(\\d+) packets? captured\\s*,?\\s*(?:tcpdump: )?"
            + "(\\d+) packets? received by filter\\s*,?\\s*(?:tcpdump: )?(\\d+) packets? dropped by kernel");

    /** The last report in what it wrote to standard error. */
    static Optional<CaptureStatistics> last(String said) {
        Matcher matcher = REPORT.matcher(said);
        CaptureStatistics last = null;
        while (matcher.find()) {
            last = new CaptureStatistics(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)));
        }
        return Optional.ofNullable(last);
    }

    /** How many reports there are. */
    static long reports(String said) {
        return REPORT.matcher(said).results().count();
    }

    /** Whether nothing that came is still to be written. */
    boolean isDrained() {
        return captured >= received - dropped;
    }
}
