package dev.pinbench.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.model.HarnessCost;
import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HarnessCostsTest {

    private static TrialRecord trial(TrialStatus status, @Nullable List<CoreShare> shares) {
        TrialMetrics metrics = SyntheticRun.metrics(1e9, 0.2, 0.1, 1500, 0, List.of(), shares);
        return SyntheticRun.record(new PlannedTrial(1, 1, 1, SyntheticRun.levels()), status, null, List.of(), metrics);
    }

    @Test
    void eachCoreHasTheTrialsThatMeasuredOnIt() {
        List<HarnessCost> costs = HarnessCosts.of(List.of(
                trial(TrialStatus.DONE, List.of(new CoreShare(1, 0.03), new CoreShare(0, 0))),
                trial(TrialStatus.DONE, List.of(new CoreShare(1, 0.01))),
                trial(TrialStatus.DONE, List.of(new CoreShare(1, 0.02))),
                trial(TrialStatus.FAILED, List.of(new CoreShare(1, 0.9))),
                trial(TrialStatus.DONE, null)));

        assertThat(costs).containsExactly(new HarnessCost(0, 1, 0, 0), new HarnessCost(1, 3, 0.02, 0.03));
    }

    @Test
    void runsFromBeforeItWasKeptTellNothing() {
        assertThat(HarnessCosts.of(List.of(trial(TrialStatus.DONE, null)))).isEmpty();
    }
}
