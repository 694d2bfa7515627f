package dev.pinbench.analysis;

import static dev.pinbench.analysis.SyntheticRun.done;
import static dev.pinbench.analysis.SyntheticRun.metrics;
import static dev.pinbench.analysis.SyntheticRun.withoutWarmUp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.TrialRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class CautionsTest {

    private static RunAnalysis analyze(SyntheticRun run) {
        return new Analyzer().analyze(run.manifest(), run.trials());
    }

    private static List<String> texts(RunAnalysis analysis, String kind) {
        return analysis.findings().stream()
                .filter(f -> f.kind().equals(kind))
                .map(Finding::text)
                .toList();
    }

    @Test
    void loadByOthersOnAnEndsCoreIsSaid() {
        RunAnalysis analysis = analyze(new SyntheticRun(1).blocks(6, planned -> {
            double others = planned.block() == 2 ? 0.34 : planned.block() == 3 ? 0.12 : 0.1;
            BudgetShares server = new BudgetShares(1, 0.3, 0, 0.1, null, 0, 0, others, 0, 0.6 - others, null, null);
            BudgetShares bystander = new BudgetShares(2, 0, 0, 0, null, 0, 0, 0.95, 0, 0.05, null, null);
            return done(planned, metrics(1e9, 0.1, 0, 1500, 0, List.of(server, bystander)));
        }));
        assertThat(texts(analysis, "caution"))
                .contains(
                        "In 2 of 6 usable trials other tasks took more than 10 % of the client's or the server's core "
                                + "(at most 34 %); pinbench doctor names who.");
    }

    @Test
    void superPacketsAreCalledOutWithoutAWarmUpToo() {
        RunAnalysis analysis = analyze(new SyntheticRun(1)
                .vary(Factor.MSS, "536", "9000", "default")
                .blocks(6, planned -> {
                    boolean own = planned.levels().get(Factor.MSS).equals("default");
                    TrialRecord trial = done(planned, metrics(1e9, 0.1, 0, own ? 9_000 : 15_000, 0, List.of()));
                    return own && planned.block() == 1
                            ? withoutWarmUp(trial, "super-packets: 9000 bytes per packet at an MTU of 1500")
                            : withoutWarmUp(trial, "1 frames were due but not taken");
                }));
        assertThat(texts(analysis, "caution"))
                .contains(
                        "In 7 of 18 usable trials packets were super-packets: a median of 15.0 kB each, far above the "
                                + "segment size; levels of mss there hardly change the number of packets.");
    }
}
