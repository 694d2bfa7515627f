package dev.pinbench.analysis;

import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.Robust;
import dev.pinbench.analysis.text.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reader must keep in mind before believing a number. */
final class Cautions {

    /** Share of the planned trials without use from which everything else is in doubt. */
    private static final double GRAVE_SHARE = 0.2;

    private static final double STEAL_WORTH_A_WORD = 0.01;
    private static final double HARNESS_WORTH_A_WORD = 0.05;
    private static final double OTHERS_WORTH_A_WORD = 0.1;
    private static final double SUPER_PACKET_FACTOR = 2;
    private static final int LONGEST_REASON = 160;

    private final RunData run;
    private final List<TrialRecord> usable;
    private final boolean losses;

    Cautions(RunData run) {
        this.run = run;
        this.usable = run.usable();
        int planned = Math.max(run.manifest().plan().size(), run.trials().size());
        this.losses = planned - usable.size() > GRAVE_SHARE * planned;
    }

    /** What puts the run as a whole in doubt; said first. */
    List<String> grave() {
        List<String> cautions = new ArrayList<>();
        if (usable.isEmpty()) {
            cautions.add("No trial of this run can be used: nothing can be said of throughput.");
        }
        if (losses) {
            cautions.addAll(lost());
        }
        return cautions;
    }

    /** The rest, most important first. */
    List<String> minor() {
        List<String> cautions = new ArrayList<>();
        if (!losses) {
            cautions.addAll(lost());
        }
        addFewBlocks(cautions);
        addSuperPackets(cautions);
        addLargest(
                cautions,
                othersShares(),
                OTHERS_WORTH_A_WORD,
                "other tasks took more than %s of the client's or the server's core (at most %s); pinbench doctor names"
                        + " who");
        addLargest(
                cautions,
                RunData.values(usable, TrialMetrics::stealShareMax),
                STEAL_WORTH_A_WORD,
                "the hypervisor took more than %s of a core (at most %s)");
        addLargest(
                cautions,
                RunData.values(usable, TrialMetrics::harnessShareMax),
                HARNESS_WORTH_A_WORD,
                "Pinbench's own threads took more than %s of a measured core (at most %s)");
        addZero(cautions);
        addOutliers(cautions);
        return cautions;
    }

    private List<String> lost() {
        List<String> cautions = new ArrayList<>();
        int planned = run.manifest().plan().size();
        int recorded = run.trials().size();
        if (recorded < planned) {
            cautions.add((planned - recorded) + " of " + planned
                    + " planned trials have no record: the run is not complete.");
        }
        addLost(cautions, RunData::failed, "failed or timed out", t -> {
            String error = t.error();
            return Stream.of(error == null ? "no reason given" : error);
        });
        addLost(cautions, RunData::invalid, "are invalid", t -> t.invalidReasons().stream());
        long silent = run.trials().stream()
                .filter(t -> !RunData.failed(t) && t.valid() && !t.usable())
                .count();
        if (silent > 0) {
            cautions.add(silent + " of " + recorded + " trials ended well but have no goodput.");
        }
        return cautions;
    }

    private void addLost(
            List<String> cautions,
            Predicate<TrialRecord> which,
            String what,
            Function<TrialRecord, Stream<String>> reasons) {
        List<TrialRecord> lost = run.trials().stream().filter(which).toList();
        if (!lost.isEmpty()) {
            cautions.add(lost.size() + " of " + run.trials().size() + " trials " + what
                    + mostFrequent(lost.stream().flatMap(reasons).toList()) + ".");
        }
    }

    private static String mostFrequent(Collection<String> reasons) {
        Map<String, Long> counts =
                reasons.stream().collect(Collectors.groupingBy(Cautions::oneLine, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(e -> ", most often (" + e.getValue() + ") because: " + e.getKey())
                .orElse("");
    }

    /** Reasons hold text of other programs: one line, no control characters, not endless. */
    private static String oneLine(String reason) {
        String line = reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        String cut = line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }

    private void addFewBlocks(List<String> cautions) {
        int blocks = (int) usable.stream().map(TrialRecord::block).distinct().count();
        if (blocks == 1) {
            cautions.add("Only one block has usable trials: there is no interval, and no effect can be shown.");
        } else if (blocks > 1 && blocks < Analyzer.FEWEST_BLOCKS) {
            cautions.add("With " + blocks + " blocks the interval of a median covers at most "
                    + Units.percent(Analyzer.medianCoverage(blocks))
                    + ", and that of an effect rests on Student's t; take " + Analyzer.FEWEST_BLOCKS
                    + " blocks or more.");
        }
    }

    private void addSuperPackets(List<String> cautions) {
        List<TrialRecord> superPackets =
                usable.stream().filter(Cautions::hadSuperPackets).toList();
        if (!superPackets.isEmpty()) {
            double median = Robust.median(RunData.values(superPackets, TrialMetrics::bytesPerPacket));
            cautions.add("In " + superPackets.size() + " of " + usable.size()
                    + " usable trials packets were super-packets: a median of " + Units.formatBytes(median)
                    + " each, far above the segment size"
                    + (run.varies(Factor.MSS) ? "; levels of mss there hardly change the number of packets." : "."));
        }
    }

    /**
     * Against the segment size in force; where that was not read (it is read during the warm-up), against the one asked for;
     * where that was the kernel's choice, what the trial itself found.
     */
    private static boolean hadSuperPackets(TrialRecord trial) {
        Double bytes = trial.metrics().bytesPerPacket();
        if (bytes == null) {
            return false;
        }
        Integer negotiated = trial.metrics().negotiatedMssBytes();
        String asked = trial.levels().get(Factor.MSS);
        if (negotiated == null && !asked.matches("\\d{1,9}")) {
            return trial.flags().stream().anyMatch(flag -> flag.startsWith("super-packets"));
        }
        return bytes > SUPER_PACKET_FACTOR * (negotiated == null ? Integer.parseInt(asked) : negotiated);
    }

    /** The largest share of {@code other} on an end's core, of each usable trial that has a budget of one. */
    private double[] othersShares() {
        return usable.stream()
                .map(trial -> trial.metrics().budgets().stream()
                        .filter(budget -> RunData.endsOn(trial.levels(), budget.cpu()))
                        .mapToDouble(BudgetShares::other)
                        .max())
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
    }

    private void addLargest(List<String> cautions, double[] values, double threshold, String what) {
        long above = Arrays.stream(values).filter(v -> v > threshold).count();
        if (above > 0) {
            cautions.add("In " + above + " of " + usable.size() + " usable trials "
                    + String.format(
                            Locale.ROOT, what, Units.percent(threshold), Units.percent(Robust.quantile(values, 1)))
                    + ".");
        }
    }

    private void addZero(List<String> cautions) {
        int zero = RunData.count(usable, t -> RunData.goodput(t) <= 0);
        if (zero > 0) {
            cautions.add(zero + " of " + usable.size()
                    + " usable trials moved nothing; they count in medians but cannot enter ratios.");
        }
    }

    private void addOutliers(List<String> cautions) {
        int outliers = 0;
        Map<String, List<TrialRecord>> byCombination =
                usable.stream().collect(Collectors.groupingBy(t -> t.levels().describe(f -> true)));
        for (List<TrialRecord> trials : byCombination.values()) {
            for (boolean outlier : Robust.outliers(
                    trials.stream().mapToDouble(RunData::goodput).toArray())) {
                outliers += outlier ? 1 : 0;
            }
        }
        if (outliers > 0) {
            cautions.add(outliers + " of " + usable.size()
                    + " usable trials are outliers of their combination; they are kept.");
        }
    }
}
