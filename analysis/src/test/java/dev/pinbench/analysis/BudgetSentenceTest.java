package dev.pinbench.analysis;

import static dev.pinbench.analysis.SyntheticRun.done;
import static dev.pinbench.analysis.SyntheticRun.metrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.BudgetShares;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetSentenceTest {

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
    void theBusiestCoreIsOneThatHadAPartInTheMeasurement() {
        // core 2 is busy with other tasks only; core 3 is where softirq was steered to
        BudgetShares client = new BudgetShares(0, 0.5, 0, 0.1, null, 0, 0, 0, 0, 0.4, null, null);
        BudgetShares server = new BudgetShares(1, 0.4, 0, 0.1, null, 0, 0, 0, 0, 0.5, null, null);
        BudgetShares bystander = new BudgetShares(2, 0, 0.05, 0, null, 0, 0, 0.95, 0, 0, null, null);
        BudgetShares steered = new BudgetShares(3, 0, 0, 0.7, null, 0, 0, 0, 0, 0.3, null, null);
        assertThat(budgetOf(client, server, bystander)).contains("the busiest core, 0, spends 50 % iperf3");
        assertThat(budgetOf(client, server, bystander, steered))
                .contains("the busiest core, 3, spends 70 % inline softirq");
        assertThat(texts(withBudgets(bystander), "budget")).isEmpty();
    }

    private static RunAnalysis withBudgets(BudgetShares... budgets) {
        return analyze(new SyntheticRun(1)
                .blocks(6, planned -> done(planned, metrics(1e9, 0.1, 0, 1500, 0, List.of(budgets)))));
    }

    private static String budgetOf(BudgetShares... budgets) {
        return texts(withBudgets(budgets), "budget").get(0);
    }
}
