package dev.pinbench.analysis;

import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.MedianInterval;
import java.util.List;

/**
 * Says what a run shows. The same run gives the same analysis: every seed comes from the manifest's.
 *
 * <p>Any run will do, also one that was interrupted, has failed trials, or has none at all; what could not be computed is
 * {@code null} and, where a person should know, a finding of kind {@code caution}.
 */
public final class Analyzer {

    /** Coverage asked of every interval. */
    static final double LEVEL = 0.95;

    /** Fewest blocks for which a median has an interval of that coverage. */
    static final int FEWEST_BLOCKS = MedianInterval.FEWEST_BLOCKS;

    /** The most that an interval of a median can cover with so many blocks. */
    static double medianCoverage(int blocks) {
        return 1 - Math.pow(2, 1.0 - blocks);
    }

    /**
     * Analyses a run.
     *
     * @param manifest the content of {@code run.json}
     * @param trials the records that there are, in any order
     */
    public RunAnalysis analyze(RunManifest manifest, List<TrialRecord> trials) {
        RunData run = RunData.of(manifest, trials);
        List<CombinationSummary> combinations = new Combinations(run).summaries();
        List<Effect> effects = new Effects(run).all();
        List<Association> associations = new Associations(run).all();
        return new RunAnalysis(
                RunAnalysis.SCHEMA_VERSION,
                manifest.plan().size(),
                trials.size(),
                RunData.count(trials, RunData::failed),
                RunData.count(trials, RunData::invalid),
                run.varied(),
                combinations,
                effects,
                associations,
                HarnessCosts.of(run.trials()),
                new Findings(run, combinations, effects, associations).all());
    }
}
