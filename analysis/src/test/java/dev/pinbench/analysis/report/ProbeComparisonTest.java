package dev.pinbench.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProbeComparisonTest {
    private static final String NONE = Format.UNKNOWN;

    @TempDir
    Path folder;

    private static ProbeShares shares(double tick, double exact) {
        return new ProbeShares(
                1,
                List.of(
                        new ProbeShares.Core(0, 10, 0.01, 0.01, 0, 0, 0, 0.0, 0.5, 0.01, 50.0, false),
                        new ProbeShares.Core(
                                1,
                                10,
                                exact,
                                exact - 0.02,
                                0.02,
                                0,
                                0,
                                0.0,
                                tick,
                                0.01,
                                tick / exact,
                                tick < 1.2 * exact)),
                List.of(),
                List.of(),
                null);
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

    private static List<Levels> order(SampleRun run) {
        return run.analysis().combinations().stream()
                .map(CombinationSummary::levels)
                .toList();
    }

    @Test
    void aGroupIsWithinItsErrorOrFlagged() {
        SampleRun run = new SampleRun.Builder().vary(Factor.PATH, "pod-to-pod").build();

        ReportView.TableView table = new ProbeComparison(
                        run.trials(), probes(run), order(run), List.of(Factor.PATH, Factor.OFFLOAD))
                .softirq();

        assertThat(table.rows())
                .extracting(row -> row.get(0))
                .containsExactly("path=pod-to-pod offload=on", "path=pod-to-pod offload=off");
        assertThat(table.rows()).allSatisfy(row -> {
            boolean off = row.get(0).equals("path=pod-to-pod offload=off");
            assertThat(row).hasSameSizeAs(table.head());
            assertThat(row.get(2)).isEqualTo(off ? "39.0 %" : "30.0 %");
            assertThat(row.subList(4, 7)).containsExactly("30.0 %", "28.0 %", "2.0 %");
            assertThat(row.subList(7, 9)).containsExactly(off ? "1.30" : "1.00", off ? "NO: biased" : "yes");
            assertThat(row.get(9)).isEqualTo(off ? row.get(1) : "0");
        });
    }

    private static ProbeShares.Task task(int cpu, int tid, String name, double run, @Nullable Double schedstat) {
        return new ProbeShares.Task(
                cpu,
                tid,
                name,
                run,
                0,
                0,
                run,
                schedstat,
                schedstat == null ? null : (Boolean) (Math.abs(schedstat - run) <= 0.01),
                name.equals("iperf3") ? schedstat : null,
                name.equals("iperf3") ? true : null,
                name.equals("iperf3") ? (Double) (run + 0.002) : null,
                name.equals("iperf3") ? (Double) 0.004 : null,
                name.equals("iperf3") ? true : null);
    }

    private static List<String> row(String core, String task, String... cells) {
        List<String> row = new ArrayList<>(List.of("all", core, task, "3"));
        row.addAll(List.of(cells));
        return row;
    }

    @Test
    void tasksOfOneNameStandTogetherWithTheirDifferences() {
        SampleRun run = new SampleRun.Builder()
                .vary(Factor.PATH, "pod-to-pod")
                .vary(Factor.OFFLOAD, "off")
                .blocks(1)
                .build();
        List<TrialRecord> trials =
                run.trials().stream().filter(TrialRecord::usable).limit(3).toList();
        Map<Integer, ProbeShares> probes = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            probes.put(
                    trials.get(i).trial(),
                    new ProbeShares(
                            1,
                            List.of(),
                            List.of(
                                    task(0, 9, "iperf3", 0.50, 0.50 - 0.012 * i),
                                    task(0, 7, "stress-ng-cpu", 0.20, 0.204),
                                    task(0, 8, "stress-ng-cpu", 0.10, 0.101),
                                    task(1, 9, "iperf3", 0.30, 0.30),
                                    task(1, 11, "unwatched", 0.40, null),
                                    task(1, 12, "small", 0.004, 0.005),
                                    task(1, 15, "ksoftirqd/1", 0.003, 0.03 * i)),
                            List.of(),
                            null));
        }

        ReportView.TableView table = new ProbeComparison(run.trials(), probes, order(run), List.of()).runTimes();

        assertThat(table.rows())
                .containsExactly(
                        // the metrics rest on the task clock, so that schedstat may be off
                        row(
                                "0",
                                "iperf3",
                                "50.0 %",
                                "0.4 %",
                                "50.2 %",
                                "+0.20",
                                "+0.20 to +0.20",
                                "48.8 %",
                                "-1.20",
                                "-2.40 to +0.00",
                                "+0.00",
                                "+0.00 to +0.00",
                                "0"),
                        row(
                                "0",
                                "stress-ng-cpu",
                                "30.0 %",
                                NONE,
                                NONE,
                                NONE,
                                NONE,
                                "30.5 %",
                                "+0.50",
                                "+0.50 to +0.50",
                                NONE,
                                NONE,
                                "0"),
                        row(
                                "1",
                                "iperf3",
                                "30.0 %",
                                "0.4 %",
                                "30.2 %",
                                "+0.20",
                                "+0.20 to +0.20",
                                "30.0 %",
                                "+0.00",
                                "+0.00 to +0.00",
                                "+0.00",
                                "+0.00 to +0.00",
                                "0"),
                        row(
                                "1",
                                "ksoftirqd/1",
                                "0.3 %",
                                NONE,
                                NONE,
                                NONE,
                                NONE,
                                "3.0 %",
                                "+2.70",
                                "-0.30 to +5.70",
                                NONE,
                                NONE,
                                "2"));
        assertThat(table.rows()).allSatisfy(row -> assertThat(row).hasSameSizeAs(table.head()));
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
