package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.VisibleText;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TrialRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The table that lays tick-based softirq shares beside exact ones, for each path and offload. */
final class ProbeComparison {

    private ProbeComparison() {}

    private record Group(String path, String offload) {}

    static ReportView.TableView table(List<TrialRecord> trials, Map<Integer, ProbeShares> probes) {
        Map<Group, List<ProbeShares.Core>> groups = new LinkedHashMap<>();
        for (TrialRecord trial : trials) {
            ProbeShares shares = probes.get(trial.trial());
            ProbeShares.Core core = shares == null ? null : shares.busiest();
            if (trial.usable() && core != null && core.tickSoftirqShare() != null) {
                Group group = new Group(
                        trial.levels().get(Factor.PATH), trial.levels().get(Factor.OFFLOAD));
                groups.computeIfAbsent(group, g -> new ArrayList<>()).add(core);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((group, cores) -> rows.add(row(group, cores)));
        return new ReportView.TableView(
                2,
                List.of(
                        "path",
                        "offload",
                        "trials",
                        "tick",
                        "± standard error",
                        "exact",
                        "inline",
                        "ksoftirqd",
                        "tick / exact",
                        "within"),
                rows,
                null);
    }

    private static List<String> row(Group group, List<ProbeShares.Core> cores) {
        double tick = mean(cores, core -> Objects.requireNonNull(core.tickSoftirqShare()));
        double exact = mean(cores, ProbeShares.Core::softirqShare);
        boolean errorKnown = cores.stream().allMatch(core -> core.tickStandardError() != null);
        double error = errorKnown ? errorOfMean(cores) : Double.NaN;
        return List.of(
                VisibleText.oneLine(group.path()),
                VisibleText.oneLine(group.offload()),
                Integer.toString(cores.size()),
                Format.percent(tick, 1),
                errorKnown ? Format.percent(error, 2) : Format.UNKNOWN,
                Format.percent(exact, 1),
                Format.percent(mean(cores, ProbeShares.Core::inlineShare), 1),
                Format.percent(mean(cores, ProbeShares.Core::ksoftirqdShare), 1),
                exact > 0 ? Format.fixed(tick / exact, 2) : Format.UNKNOWN,
                errorKnown ? (Math.abs(tick - exact) <= 2 * error ? "yes" : "NO: biased") : Format.UNKNOWN);
    }

    private static double mean(List<ProbeShares.Core> cores, ToDoubleFunction<ProbeShares.Core> value) {
        return cores.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double errorOfMean(List<ProbeShares.Core> cores) {
        double squares = cores.stream()
                .mapToDouble(core -> Objects.requireNonNull(core.tickStandardError()))
                .map(error -> error * error)
                .sum();
        return Math.sqrt(squares) / cores.size();
    }
}
