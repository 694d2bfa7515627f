package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the switches to each task took, from the probe's rows of kind {@link ProbeKind#TASK_SWITCH}. Such rows begin and end at
 * instants of their own: of one at an edge of the time asked for as much counts as lies in it.
 */
final class SwitchShares {
    private final Map<Integer, Map<Integer, List<ProbeRow>>> byCpuAndTid = new HashMap<>();

    /** Of all rows of a probe, warm-up included. */
    SwitchShares(List<ProbeRow> rows) {
        for (ProbeRow row : rows) {
            Integer tid = row.tid();
            if (row.kind() == ProbeKind.TASK_SWITCH && tid != null) {
                byCpuAndTid
                        .computeIfAbsent(row.cpu(), cpu -> new HashMap<>())
                        .computeIfAbsent(tid, t -> new ArrayList<>())
                        .add(row);
            }
        }
    }

    /** Share of a core from one instant to another; empty if no switch of this core was timed at all. */
    OptionalDouble of(int cpu, int tid, long startNanos, long endNanos) {
        Map<Integer, List<ProbeRow>> ofCpu = byCpuAndTid.get(cpu);
        if (ofCpu == null) {
            return OptionalDouble.empty();
        }
        double nanos = 0;
        for (ProbeRow row : ofCpu.getOrDefault(tid, List.of())) {
            double overlap = Math.min(row.endNanos(), endNanos) - Math.max(row.startNanos(), startNanos);
            nanos += row.nanos() * Math.max(0, overlap) / (row.endNanos() - row.startNanos());
        }
        return OptionalDouble.of(nanos / (endNanos - startNanos));
    }
}
