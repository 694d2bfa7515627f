package dev.pinbench.analysis;

import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.text.Units;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the time of the busiest core went in the slowest combination, against the fastest. Only cores that had a part in the
 * measurement count: the client's and the server's, and those that traffic or a competitor kept busy.
 */
final class BudgetSentence {

    /** Parts below this are not named. */
    private static final double SMALLEST_PART = 0.01;

    /** A core whose iperf3, softirq or competitor share is no more than this had no part in the measurement. */
    private static final double LARGEST_BYSTANDER = 0.05;

    private final RunData run;
    private final List<CombinationSummary> known;

    BudgetSentence(RunData run, List<CombinationSummary> combinations) {
        this.run = run;
        this.known = combinations.stream()
                .filter(c -> c.goodputBps() != null && measured(c).findAny().isPresent())
                .sorted(Comparator.comparingDouble(BudgetSentence::median))
                .toList();
    }

    Optional<String> text() {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        CombinationSummary slowest = known.get(0);
        if (known.size() == 1) {
            return Optional.of(
                    "At a median of " + Units.formatBitRate(median(slowest)) + ", " + busiest(slowest) + ".");
        }
        CombinationSummary fastest = known.get(known.size() - 1);
        return Optional.of("In the slowest combination (" + name(slowest) + ") " + busiest(slowest)
                + "; in the fastest (" + name(fastest) + ") " + busiest(fastest) + ".");
    }

    private String name(CombinationSummary combination) {
        return combination.levels().describe(run::varies) + ", median " + Units.formatBitRate(median(combination));
    }

    private static double median(CombinationSummary combination) {
        return Objects.requireNonNull(combination.goodputBps()).median();
    }

    private static Stream<BudgetShares> measured(CombinationSummary combination) {
        return combination.budgets().stream()
                .filter(budget -> RunData.endsOn(combination.levels(), budget.cpu())
                        || Stream.of(
                                        budget.iperf3(),
                                        budget.ksoftirqd(),
                                        budget.inlineSoftirq(),
                                        budget.competitor(),
                                        napiThreads(budget))
                                .anyMatch(share -> share > LARGEST_BYSTANDER));
    }

    private static double napiThreads(BudgetShares budget) {
        Double share = budget.napiThreads();
        return share == null ? 0 : share;
    }

    private static String busiest(CombinationSummary combination) {
        BudgetShares budget = measured(combination)
                .min(Comparator.comparingDouble(BudgetShares::idle))
                .orElseThrow();
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("iperf3", budget.iperf3());
        parts.put("inline softirq", budget.inlineSoftirq());
        parts.put("ksoftirqd", budget.ksoftirqd());
        Double napiThreads = budget.napiThreads();
        if (napiThreads != null) {
            parts.put("NAPI threads", napiThreads);
        }
        Double hardIrq = budget.hardIrq();
        if (hardIrq != null) {
            parts.put("hard IRQ", hardIrq);
        }
        parts.put("the competitor", budget.competitor());
        parts.put("Pinbench itself", budget.harness());
        parts.put("other tasks", budget.other());
        parts.put("steal", budget.steal());
        parts.put("idle", budget.idle());
        String split = parts.entrySet().stream()
                .filter(part -> part.getValue() >= SMALLEST_PART)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(part -> Units.percent(part.getValue()) + " " + part.getKey())
                .collect(Collectors.joining(", "));
        return "the busiest core, " + budget.cpu() + ", spends " + split;
    }
}
