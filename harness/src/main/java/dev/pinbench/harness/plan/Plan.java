package dev.pinbench.harness.plan;

import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run will do.
 *
 * @param trials every trial, in the order of running
 * @param combinations every combination once, in factor order
 * @param notes what was left out or changed, and why; one sentence each
 * @param trafficPerTrial time for which iperf3 sends in one trial, warm-up included
 */
public record Plan(List<PlannedTrial> trials, List<Levels> combinations, List<String> notes, Duration trafficPerTrial) {

    public Plan {
        trials = List.copyOf(trials);
        combinations = List.copyOf(combinations);
        notes = List.copyOf(notes);
    }

    /** The same plan with further notes. */
    public Plan noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Plan(trials, combinations, all, trafficPerTrial);
    }

    /**
     * How long the plan takes if no trial is repeated.
     *
     * @param overheadPerTrial time that a trial takes beyond its traffic
     */
    public Duration expectedWallTime(Duration overheadPerTrial) {
        return trafficPerTrial.plus(overheadPerTrial).multipliedBy(trials.size());
    }
}
