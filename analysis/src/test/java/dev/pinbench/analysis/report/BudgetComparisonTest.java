package dev.pinbench.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TimedBudget;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.sample.SampleRun;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BudgetComparisonTest {
    private final SampleRun run = new SampleRun.Builder()
            .vary(Factor.PATH, "pod-to-pod")
            .vary(Factor.OFFLOAD, "on", "off")
            .build();

    private static ProbeShares probe(TrialRecord trial, @Nullable Double napiThreads) {
        List<TimedBudget> budgets = trial.metrics().budgets().stream()
                .map(BudgetShares::cpu)
                .map(cpu -> new TimedBudget(cpu, 0.4, 0.05, 0.25, 0.01, 0, 0.01, 0.005, 0.015, 0.26, napiThreads))
                .toList();
        return new ProbeShares(1, List.of(), List.of(), List.of(), budgets);
    }

    private ReportView.TableView table(Map<Integer, ProbeShares> probes) {
        List<Levels> order = run.analysis().combinations().stream()
                .map(CombinationSummary::levels)
                .toList();
        return new ProbeComparison(run.trials(), probes, order, List.of(Factor.OFFLOAD)).budgets();
    }

    @Test
    void bothBudgetsStandInEachCellForTheCoresOfClientAndServer() {
        Map<Integer, ProbeShares> probes = new TreeMap<>();
        run.trials().forEach(trial -> probes.put(trial.trial(), probe(trial, null)));

        ReportView.TableView table = table(probes);

        assertThat(table.head())
                .containsExactly(
                        "combination",
                        "core",
                        "trials",
                        "iperf3",
                        "ksoftirqd",
                        "inline softirq",
                        "hard IRQ",
                        "Pinbench itself",
                        "other",
                        "untold",
                        "idle");
        assertThat(table.rows())
                .extracting(row -> row.get(0))
                .contains("offload=on", "offload=off")
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(table.rows()).extracting(row -> row.get(1)).isSubsetOf("client", "server", "same");
        assertThat(table.rows()).allSatisfy(row -> {
            assertThat(row).hasSameSizeAs(table.head());
            assertThat(row.get(3)).startsWith("40.0 / ");
            assertThat(row.subList(6, 8)).containsExactly("1.0 / –", "1.0 / 1.2");
            assertThat(row.get(9)).isEqualTo("1.5 / –");
        });
    }

    @Test
    void trialsWithoutTheProbeAndFilesOfBeforeHaveNoRows() {
        Map<Integer, ProbeShares> before = new TreeMap<>();
        run.trials()
                .forEach(trial -> before.put(trial.trial(), new ProbeShares(1, List.of(), List.of(), List.of(), null)));

        assertThat(table(Map.of()).rows()).isEmpty();
        assertThat(table(before).rows()).isEmpty();
    }

    @Test
    void aPartThatSomeTrialsHadIsTheMeanOfThose() {
        Map<Integer, ProbeShares> probes = new TreeMap<>();
        for (TrialRecord trial : run.trials()) {
            probes.put(trial.trial(), probe(trial, trial.trial() % 2 == 0 ? (Double) 0.1 : null));
        }

        ReportView.TableView table = table(probes);

        int column = table.head().indexOf("NAPI threads");
        assertThat(column).isPositive();
        assertThat(table.rows()).extracting(row -> row.get(column)).contains("10.0 / –");
    }
}
