package dev.pinbench.analysis.results;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code trial.json}: one trial, whatever became of it.
 *
 * @param schemaVersion version of the run-directory format
 * @param trial number of the trial in the run, from 1
 * @param block number of the block, from 1
 * @param order position within the block, from 1
 * @param levels the combination that was measured
 * @param status how it ended
 * @param error why it failed, in iperf3's own words where it has any; {@code null} if it did not
 * @param valid whether its numbers may be used: it ended well and everything asked for was in force
 * @param invalidReasons why not, one sentence each; empty if valid
 * @param flags what a reader should know but does not make the trial invalid (gaps, super-packets, ceiling)
 * @param placement every client, server and competitor thread
 * @param receiver the interface at which the receiving endpoint gets its traffic
 * @param readBack what the lab read back after shaping, by {@code namespace/interface} or knob: offloads, MTU, RPS masks
 * @param timing when it ran and what it cost
 * @param metrics its numbers
 * @param commands the argument vectors of the measured processes, in the order of starting
 */
public record TrialRecord(
        int schemaVersion,
        int trial,
        int block,
        int order,
        Levels levels,
        TrialStatus status,
        @Nullable String error,
        boolean valid,
        List<String> invalidReasons,
        List<String> flags,
        List<TaskPlacement> placement,
        @Nullable InterfaceName receiver,
        Map<String, String> readBack,
        TrialTiming timing,
        TrialMetrics metrics,
        List<List<String>> commands) {

    public TrialRecord {
        // A number that a file lacks arrives as zero.
        if (trial < 1 || block < 1 || order < 1) {
            throw new IllegalArgumentException("trial, block and order count from 1");
        }
        Objects.requireNonNull(levels, "levels");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(metrics, "metrics");
        readBack = Collections.unmodifiableMap(new LinkedHashMap<>(readBack));
        invalidReasons = List.copyOf(invalidReasons);
        flags = List.copyOf(flags);
        placement = List.copyOf(placement);
        commands = List.copyOf(commands);
    }

    /** Whether the trial ended well and is valid, so that statistics may use its goodput. */
    public boolean usable() {
        return status == TrialStatus.DONE && valid && metrics.goodputBps() != null;
    }
}
