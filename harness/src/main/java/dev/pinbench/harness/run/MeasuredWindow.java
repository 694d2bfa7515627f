package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import java.util.List;
import java.util.Optional;

/**
 * The stretch of the frames' clock that iperf3's totals are about: after the warm-up, before the end.
 *
 * @param startNanos begin
 * @param endNanos end
 */
record MeasuredWindow(long startNanos, long endNanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Set-up of the connection and the exchange of parameters stay far below this share of the highest rate. */
    private static final double TRAFFIC_SHARE_OF_PEAK = 0.05;

    /**
     * Finds it from the bytes that arrive: traffic began somewhere in the first frame with at least 5 % of the highest
     * rate. It did so when at least 5 % of that frame were left, unless it was faster then than any frame shows, and not
     * before the first client was started. The window begins with the latest end of the warm-up that this allows, and ends
     * with the earliest end of traffic, but not after the clients' end. Empty if nothing arrived, or if frames are too far
     * apart for one to lie in it.
     *
     * @param clientsStartNanos when the first client was started: what arrived in frames before is somebody else's
     * @param clientsEndNanos when the last client was seen to have ended
     */
    static Optional<MeasuredWindow> find(
            Frames frames,
            String namespace,
            String interfaceName,
            int omitSeconds,
            int durationSeconds,
            long clientsStartNanos,
            long clientsEndNanos) {
        List<NetRow> rows = frames.net().stream()
                .filter(row ->
                        row.namespace().equals(namespace) && row.interfaceName().equals(interfaceName))
                .filter(row -> row.time().elapsedNanos() > 0 && row.time().startNanos() > clientsStartNanos)
                .toList();
        double peak = rows.stream().mapToDouble(MeasuredWindow::rate).max().orElse(0);
        if (peak <= 0) {
            return Optional.empty();
        }
        return rows.stream()
                .filter(row -> rate(row) >= TRAFFIC_SHARE_OF_PEAK * peak)
                .findFirst()
                .map(NetRow::time)
                .map(first -> new MeasuredWindow(
                        first.startNanos()
                                - (long) (TRAFFIC_SHARE_OF_PEAK * first.elapsedNanos())
                                + omitSeconds * NANOS_PER_SECOND,
                        Math.min(
                                clientsEndNanos,
                                Math.max(clientsStartNanos, first.startNanos() - first.elapsedNanos())
                                        + (omitSeconds + durationSeconds) * NANOS_PER_SECOND)))
                .filter(window -> window.endNanos() > window.startNanos());
    }

    private static double rate(NetRow row) {
        return (double) row.rxBytes() / row.time().elapsedNanos();
    }
}
