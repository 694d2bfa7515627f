package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TrialPath;
import java.util.List;
import java.util.function.ToLongFunction;

/** Adds up what each interface on the way counted in the frames that lie wholly in the measured window. */
public final class PathCounter {

    private PathCounter() {}

    /**
     * The way with its counts. An interface that lacks a row in one of these frames, as one that was made anew meanwhile, has
     * none: a sum with a hole is no sum.
     *
     * @param frames everything sampled, warm-up included
     * @param startNanos begin of the measured window on the frames' clock
     * @param endNanos its end
     * @param way without counts
     */
    public static TrialPath count(Frames frames, long startNanos, long endNanos, TrialPath way) {
        Window window = Window.of(frames, startNanos, endNanos);
        return window.frames() == 0
                ? way
                : new TrialPath(
                        TrialPath.SCHEMA_VERSION,
                        way.complete(),
                        window.elapsedNanos(),
                        way.hops().stream().map(hop -> count(window, hop)).toList());
    }

    private static TrialPath.Hop count(Window window, TrialPath.Hop hop) {
        List<NetRow> rows = window.net().stream()
                .filter(row -> row.namespace().equals(hop.namespace())
                        && row.interfaceName().equals(hop.interfaceName()))
                .toList();
        if (rows.size() != window.frames()) {
            return hop.counting(null, null);
        }
        return hop.counting(
                counts(rows, NetRow::rxBytes, NetRow::rxPackets, NetRow::rxDropped),
                counts(rows, NetRow::txBytes, NetRow::txPackets, NetRow::txDropped));
    }

    private static TrialPath.Counts counts(
            List<NetRow> rows,
            ToLongFunction<NetRow> bytes,
            ToLongFunction<NetRow> packets,
            ToLongFunction<NetRow> dropped) {
        return new TrialPath.Counts(sum(rows, bytes), sum(rows, packets), sum(rows, dropped));
    }

    private static long sum(List<NetRow> rows, ToLongFunction<NetRow> counter) {
        return rows.stream().mapToLong(counter).sum();
    }
}
