package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TrialPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Adds up what each interface on the way counted in the frames that lie wholly in the measured window. */
public final class PathCounter {

    /** What an interface counted. */
    private static final class Sum {
        private int frames;
        private long rxBytes;
        private long rxPackets;
        private long rxDropped;
        private long txBytes;
        private long txPackets;
        private long txDropped;

        private void add(NetRow row) {
            frames++;
            rxBytes += row.rxBytes();
            rxPackets += row.rxPackets();
            rxDropped += row.rxDropped();
            txBytes += row.txBytes();
            txPackets += row.txPackets();
            txDropped += row.txDropped();
        }

        private TrialPath.Counts rx() {
            return new TrialPath.Counts(rxBytes, rxPackets, rxDropped);
        }

        private TrialPath.Counts tx() {
            return new TrialPath.Counts(txBytes, txPackets, txDropped);
        }
    }

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
        Map<InterfaceName, Sum> sums = new HashMap<>();
        way.hops().forEach(hop -> sums.put(name(hop), new Sum()));
        Set<Integer> counted = new HashSet<>();
        long countedNanos = 0;
        for (NetRow row : frames.net()) {
            if (Window.inside(row.time(), startNanos, endNanos)) {
                if (counted.add(row.time().frame())) {
                    countedNanos += row.time().elapsedNanos();
                }
                Sum sum = sums.get(new InterfaceName(row.namespace(), row.interfaceName()));
                if (sum != null) {
                    sum.add(row);
                }
            }
        }
        return counted.isEmpty()
                ? way
                : new TrialPath(
                        TrialPath.SCHEMA_VERSION,
                        way.complete(),
                        countedNanos,
                        way.hops().stream()
                                .map(hop -> with(hop, sums.getOrDefault(name(hop), new Sum()), counted.size()))
                                .toList());
    }

    private static TrialPath.Hop with(TrialPath.Hop hop, Sum sum, int frames) {
        return sum.frames == frames ? hop.counting(sum.rx(), sum.tx()) : hop.counting(null, null);
    }

    private static InterfaceName name(TrialPath.Hop hop) {
        return new InterfaceName(hop.namespace(), hop.interfaceName());
    }
}
