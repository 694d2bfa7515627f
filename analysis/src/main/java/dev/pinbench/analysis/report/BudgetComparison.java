package dev.pinbench.analysis.report;

import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TimedBudget;
import dev.pinbench.analysis.results.TrialRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of where the time of the client's and the server's core went, as the exact probe timed it, with the other sources beside it. */
final class BudgetComparison {

    /** A core in one trial, by both. */
    private record Pair(TimedBudget timed, BudgetShares sampled) {}

    private record Row(String combination, String core) {}

    private record Part(
            String label,
            Function<TimedBudget, @Nullable Double> timed,
            Function<BudgetShares, @Nullable Double> sampled) {}

    /** In the order of {@code BudgetPart}; no other source has what is untold, and the probe does not know steal. */
    private static final List<Part> PARTS = List.of(
            new Part("iperf3", TimedBudget::iperf3, BudgetShares::iperf3),
            new Part("ksoftirqd", TimedBudget::ksoftirqd, BudgetShares::ksoftirqd),
            new Part("inline softirq", TimedBudget::inlineSoftirq, BudgetShares::inlineSoftirq),
            new Part("NAPI threads", TimedBudget::napiThreads, BudgetShares::napiThreads),
            new Part("hard IRQ", TimedBudget::hardIrq, BudgetShares::hardIrq),
            new Part("competitor", TimedBudget::competitor, BudgetShares::competitor),
            new Part("Pinbench itself", TimedBudget::harness, BudgetShares::harness),
            new Part("other", TimedBudget::other, BudgetShares::other),
            new Part("untold", TimedBudget::untold, budget -> null),
            new Part("steal", budget -> null, BudgetShares::steal),
            new Part("idle", TimedBudget::idle, BudgetShares::idle));

    private BudgetComparison() {}

    /**
     * The table, with both shares in each cell; without rows if no trial has both.
     *
     * @param trials in the order in which their combinations are to be shown
     * @param combination what a trial's combination is called
     */
    static ReportView.TableView of(
            List<TrialRecord> trials, Map<Integer, ProbeShares> probes, Function<TrialRecord, String> combination) {
        Map<Row, List<Pair>> pairs = new LinkedHashMap<>();
        trials.stream()
                .filter(TrialRecord::usable)
                .forEach(trial -> collect(trial, probes.get(trial.trial()), combination.apply(trial), pairs));
        List<Part> parts = PARTS.stream().filter(part -> matters(part, pairs)).toList();
        List<String> head = new ArrayList<>(List.of("combination", "core", "trials"));
        parts.forEach(part -> head.add(part.label()));
        List<List<String>> rows = new ArrayList<>();
        pairs.forEach((row, ofRow) -> {
            List<String> cells =
                    new ArrayList<>(List.of(row.combination(), row.core(), Integer.toString(ofRow.size())));
            parts.forEach(part -> cells.add(share(ofRow, pair -> part.timed().apply(pair.timed())) + " / "
                    + share(ofRow, pair -> part.sampled().apply(pair.sampled()))));
            rows.add(cells);
        });
        return new ReportView.TableView(2, head, rows, null);
    }

    private static void collect(
            TrialRecord trial, @Nullable ProbeShares probe, String combination, Map<Row, List<Pair>> pairs) {
        List<TimedBudget> timed = probe == null ? null : probe.budgets();
        if (timed == null) {
            return;
        }
        for (TimedBudget budget : timed) {
            Optional<String> core = core(trial, budget.cpu());
            Optional<BudgetShares> sampled = trial.metrics().budgets().stream()
                    .filter(shares -> shares.cpu() == budget.cpu())
                    .findFirst();
            if (core.isPresent() && sampled.isPresent()) {
                pairs.computeIfAbsent(new Row(combination, core.get()), r -> new ArrayList<>())
                        .add(new Pair(budget, sampled.get()));
            }
        }
    }

    /** What a CPU was to the trial, empty for those that were neither. */
    private static Optional<String> core(TrialRecord trial, int cpu) {
        boolean client = Integer.toString(cpu).equals(trial.levels().get(Factor.CLIENT_CORE));
        boolean server = Integer.toString(cpu).equals(trial.levels().get(Factor.SERVER_CORE));
        if (!client && !server) {
            return Optional.empty();
        }
        return Optional.of(client && server ? "same" : client ? "client" : "server");
    }

    private static boolean matters(Part part, Map<Row, List<Pair>> pairs) {
        return pairs.values().stream()
                .flatMap(List::stream)
                .anyMatch(pair -> isPositive(part.timed().apply(pair.timed()))
                        || isPositive(part.sampled().apply(pair.sampled())));
    }

    private static boolean isPositive(@Nullable Double share) {
        return share != null && share > 0;
    }

    /** Mean of those that know it. */
    private static String share(List<Pair> pairs, Function<Pair, @Nullable Double> value) {
        double[] known = pairs.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return known.length == 0
                ? Format.UNKNOWN
                : Format.fixed(100 * Arrays.stream(known).average().orElseThrow(), 1);
    }
}
