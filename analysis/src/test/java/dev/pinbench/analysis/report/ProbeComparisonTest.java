package dev.pinbench.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProbeComparisonTest {

    @TempDir
    Path folder;

    private static ProbeShares shares(double tick, double exact) {
        return new ProbeShares(
                1,
                List.of(
                        new ProbeShares.Core(0, 10, 0.01, 0.01, 0, 0, 0, 0.0, 0.5, 0.01, 50.0, false),
                        new ProbeShares.Core(
                                1, 10, exact, exact - 0.02, 0.02, 0, 0, 0.0, tick, 0.01, tick / exact, true)),
                List.of(),
                List.of());
    }

    /** Ticks are right with offloads on and 1.3 times too high with offloads off. */
    private static Map<Integer, ProbeShares> probes(SampleRun run) {
        Map<Integer, ProbeShares> probes = new TreeMap<>();
        for (TrialRecord trial : run.trials()) {
            boolean off = trial.levels().get(Factor.OFFLOAD).equals("off");
            probes.put(trial.trial(), off ? shares(0.39, 0.30) : shares(0.30, 0.30));
        }
        return probes;
    }

    @Test
    void aGroupIsWithinItsErrorOrFlagged() {
        SampleRun run = new SampleRun.Builder().vary(Factor.PATH, "pod-to-pod").build();

        ReportView.TableView table = ProbeComparison.table(run.trials(), probes(run));

        assertThat(table.rows()).hasSize(2);
        assertThat(table.rows()).allSatisfy(row -> {
            boolean off = row.get(1).equals("off");
            assertThat(row).hasSameSizeAs(table.head());
            assertThat(row.get(3)).isEqualTo(off ? "39.0 %" : "30.0 %");
            assertThat(row.subList(5, 8)).containsExactly("30.0 %", "28.0 %", "2.0 %");
            assertThat(row.subList(8, 10)).containsExactly(off ? "1.30" : "1.00", off ? "NO: biased" : "yes");
        });
    }

    @Test
    void theReportHasTheTableOnlyWhereTheProbeRan() throws IOException {
        SampleRun run = new SampleRun.Builder().build();

        String with = Files.readString(Report.write(
                folder,
                run.manifest(),
                run.trials(),
                run.analysis(),
                List.of(),
                probes(run),
                new KernelWork(List.of(), List.of(), null)));
        String without =
                Files.readString(Report.write(folder, run.manifest(), run.trials(), run.analysis(), List.of()));

        assertThat(with).contains("<h2>Tick against exact</h2>", "NO: biased");
        assertThat(without).doesNotContain("Tick against exact");
    }
}
