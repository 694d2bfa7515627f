package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.VisibleText;
import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.HarnessCost;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.model.Summary;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of the report. */
final class ReportTables {

    /** More rows than this make a page slow; the slowest combinations are the ones that a reader looks for. */
    private static final int MAX_ROWS = 400;

    private static final int MAX_FUNCTIONS = 25;

    private static final String SUPER_PACKETS = "super-packets";

    private ReportTables() {}

    static ReportView.TableView combinations(RunAnalysis analysis, List<TrialRecord> trials) {
        List<Factor> varied = analysis.varied();
        List<String> head = new ArrayList<>(varied.stream().map(Factor::label).toList());
        if (varied.isEmpty()) {
            head.add("combination");
        }
        int text = head.size();
        head.addAll(List.of(
                "n / planned",
                "median",
                intervalHead(commonLevel(analysis.combinations())),
                "CV",
                "softirq",
                "ksoftirqd",
                "CPU s/GB",
                "bytes/packet",
                "flags"));
        Map<Levels, List<String>> flags = flags(trials);
        boolean oneLevel = commonLevel(analysis.combinations()).isPresent();
        List<CombinationSummary> shown = analysis.combinations();
        String note = null;
        if (shown.size() > MAX_ROWS) {
            note = "The " + MAX_ROWS + " slowest of " + shown.size()
                    + " combinations; trials.csv and analysis.json have all of them.";
            shown = shown.stream().sorted(slowestFirst()).limit(MAX_ROWS).toList();
        }
        List<List<String>> rows = new ArrayList<>();
        for (CombinationSummary c : shown) {
            rows.add(combination(c, varied, flags.getOrDefault(c.levels(), List.of()), oneLevel));
        }
        return new ReportView.TableView(text, head, rows, note);
    }

    /** Combinations without any usable trial first, then by rising median. */
    static Comparator<CombinationSummary> slowestFirst() {
        return Comparator.comparingDouble(
                c -> c.goodputBps() == null ? -1 : c.goodputBps().median());
    }

    /** The level that the intervals of all combinations have, if it is the same. */
    static Optional<String> commonLevel(List<CombinationSummary> combinations) {
        return Format.commonLevel(combinations.stream()
                .map(c -> c.goodputBps() == null ? null : c.goodputBps().medianInterval())
                .filter(Objects::nonNull));
    }

    private static String intervalHead(Optional<String> level) {
        return level.map(text -> text + " interval").orElse("interval");
    }

    private static String interval(@Nullable Interval interval, boolean oneLevel) {
        return Format.rates(interval) + (interval == null || oneLevel ? "" : " (" + Format.level(interval) + ")");
    }

    private static List<String> combination(
            CombinationSummary c, List<Factor> varied, List<String> flags, boolean oneLevel) {
        List<String> row = new ArrayList<>();
        for (Factor factor : varied) {
            row.add(VisibleText.oneLine(c.levels().get(factor)));
        }
        if (varied.isEmpty()) {
            row.add(VisibleText.oneLine(c.levels().get(Factor.PATH)));
        }
        Summary goodput = c.goodputBps();
        row.add((goodput == null ? 0 : goodput.n()) + " / " + c.planned());
        row.add(goodput == null ? Format.UNKNOWN : Format.rate(goodput.median()));
        row.add(goodput == null ? Format.UNKNOWN : interval(goodput.medianInterval(), oneLevel));
        row.add(goodput == null ? Format.UNKNOWN : Format.percent(goodput.coefficientOfVariation(), 1));
        row.add(Format.percent(c.softirqShareMax(), 0) + Format.plusMinus(c.softirqShareStandardError()));
        row.add(Format.percent(c.ksoftirqdRunShareMax(), 1));
        row.add(Format.significant(c.cpuSecondsPerGigabyte()));
        row.add(c.bytesPerPacket() == null ? Format.UNKNOWN : Format.fixed(c.bytesPerPacket(), 0));
        List<String> words = new ArrayList<>();
        if (c.failed() > 0) {
            words.add(c.failed() + " failed");
        }
        if (c.invalid() > 0) {
            words.add(c.invalid() + " invalid");
        }
        if (goodput != null && goodput.fewBlocks()) {
            words.add("few blocks");
        }
        if (goodput != null && goodput.outliers() > 0) {
            words.add(goodput.outliers() + (goodput.outliers() == 1 ? " outlier" : " outliers"));
        }
        words.addAll(flags);
        row.add(String.join(", ", words));
        return row;
    }

    private record Flag(String text, int trials) {
        Flag once(Flag other) {
            return new Flag(text, trials + other.trials);
        }
    }

    /** Super-packets are of one kind however large; in other flags a number can name a CPU or a thread. */
    private static String kind(String flag) {
        return flag.startsWith(SUPER_PACKETS) ? SUPER_PACKETS : flag;
    }

    /** The flags of each combination's trials; those of one kind stand once, with a count. */
    private static Map<Levels, List<String>> flags(List<TrialRecord> trials) {
        Map<Levels, Map<String, Flag>> byKind = new HashMap<>();
        for (TrialRecord trial : trials) {
            Map<String, Flag> ofCombination = byKind.computeIfAbsent(trial.levels(), l -> new TreeMap<>());
            Map<String, Flag> ofTrial = new TreeMap<>();
            trial.flags().forEach(flag -> ofTrial.putIfAbsent(kind(flag), new Flag(flag, 1)));
            ofTrial.forEach((kind, flag) -> ofCombination.merge(kind, flag, Flag::once));
        }
        Map<Levels, List<String>> texts = new HashMap<>();
        byKind.forEach((levels, flags) -> texts.put(
                levels,
                flags.values().stream()
                        .map(flag -> VisibleText.shortened(flag.text(), 80)
                                + (flag.trials() == 1 ? "" : " (" + flag.trials() + " trials)"))
                        .toList()));
        return texts;
    }

    /** The functions that samples found most often in the slowest trial, and how often in all. */
    static ReportView.TableView kernelFunctions(KernelWork work) {
        List<List<String>> rows = new ArrayList<>();
        KernelWork.SlowestTrial slowest = work.slowest();
        if (slowest != null) {
            Map<String, Long> there = new HashMap<>();
            slowest.profile().rows().forEach(row -> there.merge(row.symbol(), row.samples(), Long::sum));
            work.functions().stream()
                    .sorted(Comparator.comparingLong((KernelWork.Function f) -> there.getOrDefault(f.symbol(), 0L))
                            .reversed())
                    .limit(MAX_FUNCTIONS)
                    .forEach(f -> rows.add(List.of(
                            VisibleText.shortened(f.symbol(), 80),
                            f.kernelClass().label(),
                            share(
                                    there.getOrDefault(f.symbol(), 0L),
                                    slowest.profile().samples()),
                            share(f.samples(), work.samples()))));
        }
        return new ReportView.TableView(2, List.of("function", "class", "slowest trial", "all trials"), rows, null);
    }

    private static String share(long samples, long all) {
        return Format.percent((double) samples / all, 1);
    }

    static ReportView.TableView effects(RunAnalysis analysis) {
        List<List<String>> rows = new ArrayList<>();
        for (Effect effect : analysis.effects()) {
            rows.add(List.of(
                    effect.factor().label(),
                    VisibleText.oneLine(effect.baseline()) + " → " + VisibleText.oneLine(effect.level()),
                    VisibleText.oneLine(effect.scope()),
                    "× " + Format.fixed(effect.ratio(), 2),
                    Format.range(effect.interval()),
                    effect.pairs() + " / " + effect.blocks()));
        }
        String interval = intervalHead(Format.commonLevel(
                analysis.effects().stream().map(Effect::interval).filter(Objects::nonNull)));
        return new ReportView.TableView(
                3, List.of("factor", "change", "held fixed", "goodput", interval, "pairs / blocks"), rows, null);
    }

    static ReportView.TableView associations(RunAnalysis analysis) {
        List<List<String>> rows = new ArrayList<>();
        for (Association a : analysis.associations()) {
            rows.add(List.of(
                    VisibleText.oneLine(a.metric()),
                    VisibleText.oneLine(a.scope()),
                    a.note() == null ? "" : VisibleText.oneLine(a.note()),
                    a.spearman() == null ? Format.UNKNOWN : Format.fixed(a.spearman(), 2),
                    Format.range(a.interval()),
                    Format.pValue(a.adjustedPValue()),
                    Integer.toString(a.n())));
        }
        return new ReportView.TableView(
                3,
                List.of("goodput goes with", "over", "note", "Spearman ρ", "interval", "adjusted p", "n"),
                rows,
                null);
    }

    /** What Pinbench itself took of each core that trials measured on. */
    static ReportView.TableView harness(RunAnalysis analysis) {
        List<List<String>> rows = new ArrayList<>();
        for (HarnessCost cost : analysis.harness()) {
            rows.add(List.of(
                    Integer.toString(cost.cpu()),
                    Integer.toString(cost.trials()),
                    Format.percent(cost.median(), 2),
                    Format.percent(cost.largest(), 2)));
        }
        String note = null;
        if (rows.size() > MAX_ROWS) {
            note = "The first " + MAX_ROWS + " of " + rows.size() + " cores; analysis.json has all of them.";
            rows = rows.subList(0, MAX_ROWS);
        }
        return new ReportView.TableView(1, List.of("core", "trials", "median", "largest"), rows, note);
    }

    static ReportView.TableView troubles(List<TrialRecord> trials) {
        List<List<String>> rows = new ArrayList<>();
        for (TrialRecord trial : trials) {
            if (trial.status() != TrialStatus.DONE || !trial.valid()) {
                List<String> reasons = new ArrayList<>();
                if (trial.error() != null) {
                    reasons.add(trial.error());
                }
                reasons.addAll(trial.invalidReasons());
                rows.add(List.of(
                        Integer.toString(trial.trial()),
                        trial.status() == TrialStatus.DONE
                                ? "invalid"
                                : trial.status().text(),
                        VisibleText.oneLine(trial.levels().describe(f -> true)),
                        VisibleText.shortened(String.join("; ", reasons), 2000)));
            }
        }
        String note = null;
        if (rows.size() > MAX_ROWS) {
            note = "The first " + MAX_ROWS + " of " + rows.size() + "; trials.csv names all of them.";
            rows = rows.subList(0, MAX_ROWS);
        }
        return new ReportView.TableView(4, List.of("trial", "became", "levels", "reason"), rows, note);
    }
}
