package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.VisibleText;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.Robust;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The tables that lay what ticks, {@code schedstat} and task clocks said beside what the exact probe saw, for each combination. */
final class ProbeComparison {

    /** Tasks that never reach this share are left out, unless the two disagree on them. */
    private static final double LEAST_SHOWN_SHARE = 0.01;

    private static final int MAX_ROWS = 400;

    private final List<TrialRecord> trials;
    private final Map<Integer, ProbeShares> probes;
    private final List<Factor> varied;

    /**
     * A comparison.
     *
     * @param combinations in the order in which they are to be shown
     * @param varied the factors by which combinations are told apart
     */
    ProbeComparison(
            List<TrialRecord> trials,
            Map<Integer, ProbeShares> probes,
            List<Levels> combinations,
            List<Factor> varied) {
        Map<Levels, Integer> places = new HashMap<>();
        combinations.forEach(levels -> places.putIfAbsent(levels, places.size()));
        this.trials = trials.stream()
                .sorted(Comparator.comparingInt(trial -> places.getOrDefault(trial.levels(), places.size())))
                .toList();
        this.probes = probes;
        this.varied = List.copyOf(varied);
    }

    private String combination(TrialRecord trial) {
        return varied.isEmpty() ? "all" : VisibleText.oneLine(trial.levels().describe(varied::contains));
    }

    /** Where the time of the client's and the server's core went. */
    ReportView.TableView budgets() {
        return BudgetComparison.of(trials, probes, this::combination);
    }

    /** Softirq shares of the core that spent most of its time in softirq, by tick and by probe. */
    ReportView.TableView softirq() {
        Map<String, List<ProbeShares.Core>> groups = new LinkedHashMap<>();
        for (TrialRecord trial : trials) {
            ProbeShares shares = probes.get(trial.trial());
            ProbeShares.Core core = shares == null ? null : shares.busiest();
            if (trial.usable() && core != null && core.tickSoftirqShare() != null) {
                groups.computeIfAbsent(combination(trial), g -> new ArrayList<>())
                        .add(core);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        groups.forEach((combination, cores) -> rows.add(softirqRow(combination, cores)));
        return table(
                1,
                List.of(
                        "combination",
                        "trials",
                        "tick",
                        "± standard error",
                        "exact",
                        "inline",
                        "ksoftirqd",
                        "tick / exact",
                        "within",
                        "flagged trials"),
                rows);
    }

    private static List<String> softirqRow(String combination, List<ProbeShares.Core> cores) {
        double tick = mean(cores, core -> Objects.requireNonNull(core.tickSoftirqShare()));
        double exact = mean(cores, ProbeShares.Core::softirqShare);
        boolean errorKnown = cores.stream().allMatch(core -> core.tickStandardError() != null);
        double error = errorKnown ? errorOfMean(cores) : Double.NaN;
        return List.of(
                combination,
                Integer.toString(cores.size()),
                Format.percent(tick, 1),
                errorKnown ? Format.percent(error, 2) : Format.UNKNOWN,
                Format.percent(exact, 1),
                Format.percent(mean(cores, ProbeShares.Core::inlineShare), 1),
                Format.percent(mean(cores, ProbeShares.Core::ksoftirqdShare), 1),
                exact > 0 ? Format.fixed(tick / exact, 2) : Format.UNKNOWN,
                errorKnown ? (Math.abs(tick - exact) <= 2 * error ? "yes" : "NO: biased") : Format.UNKNOWN,
                Long.toString(cores.stream()
                        .filter(core -> Boolean.FALSE.equals(core.withinError()))
                        .count()));
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

    private record Watched(String combination, int cpu, String task) {
        private static final Comparator<Watched> ORDER =
                Comparator.comparingInt(Watched::cpu).thenComparing(Watched::task);
    }

    /** A task on a CPU in one trial: threads of one name together, as they come and go. */
    private static final class Shares {
        private double exact;
        private double schedstat;
        private double booked;
        private double clock;
        private double switches;
        private boolean bookKnown = true;
        private boolean clockKnown = true;
        private boolean switchesKnown = true;
        private boolean disagrees;

        private void add(ProbeShares.Task task, double schedstatShare) {
            exact += task.runShare();
            schedstat += schedstatShare;
            Double its = task.bookedRunShare();
            if (its == null) {
                bookKnown = false;
            } else {
                booked += its;
            }
            Double clocked = task.clockRunShare();
            if (clocked == null) {
                clockKnown = false;
            } else {
                clock += clocked;
            }
            Double switching = task.switchShare();
            if (switching == null) {
                switchesKnown = false;
            } else {
                switches += switching;
            }
            disagrees |= Boolean.FALSE.equals(task.sampledAgrees());
        }

        double clockDifference() {
            return clock - exact;
        }

        double schedstatDifference() {
            return schedstat - exact;
        }

        double differenceFromBook() {
            return schedstat - booked;
        }
    }

    /** Run-time shares of tasks, by task clock, by {@code schedstat} and by probe. */
    ReportView.TableView runTimes() {
        Map<String, Map<Watched, List<Shares>>> groups = new LinkedHashMap<>();
        for (TrialRecord trial : trials) {
            ProbeShares shares = probes.get(trial.trial());
            if (trial.usable() && shares != null) {
                String combination = combination(trial);
                Map<Watched, List<Shares>> group =
                        groups.computeIfAbsent(combination, c -> new TreeMap<>(Watched.ORDER));
                tasks(combination, shares)
                        .forEach((task, itsShares) -> group.computeIfAbsent(task, t -> new ArrayList<>())
                                .add(itsShares));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        groups.values()
                .forEach(group -> group.forEach((task, shares) -> {
                    if (shares.stream()
                            .anyMatch(s -> s.disagrees || Math.max(s.exact, s.schedstat) >= LEAST_SHOWN_SHARE)) {
                        rows.add(runTimeRow(task, shares));
                    }
                }));
        return table(
                3,
                List.of(
                        "combination",
                        "core",
                        "task",
                        "trials",
                        "exact",
                        "of it switches",
                        "task clock",
                        "task clock − exact",
                        "from–to",
                        "schedstat",
                        "schedstat − exact",
                        "from–to",
                        "schedstat − kernel's book",
                        "from–to",
                        "flagged trials"),
                rows);
    }

    private static Map<Watched, Shares> tasks(String combination, ProbeShares probe) {
        Map<Watched, Shares> tasks = new TreeMap<>(Watched.ORDER);
        for (ProbeShares.Task task : probe.tasks()) {
            Double schedstat = task.schedstatRunShare();
            if (schedstat != null) {
                tasks.computeIfAbsent(
                                new Watched(combination, task.cpu(), VisibleText.oneLine(task.name())),
                                t -> new Shares())
                        .add(task, schedstat);
            }
        }
        return tasks;
    }

    private static List<String> runTimeRow(Watched task, List<Shares> shares) {
        List<Shares> withBook = shares.stream().filter(trial -> trial.bookKnown).toList();
        List<Shares> withClock =
                shares.stream().filter(trial -> trial.clockKnown).toList();
        List<Shares> withSwitches =
                shares.stream().filter(trial -> trial.switchesKnown).toList();
        boolean bookKnown = !withBook.isEmpty();
        boolean clockKnown = !withClock.isEmpty();
        return List.of(
                task.combination(),
                Integer.toString(task.cpu()),
                task.task(),
                Integer.toString(shares.size()),
                Format.percent(median(shares, s -> s.exact), 1),
                withSwitches.isEmpty() ? Format.UNKNOWN : Format.percent(median(withSwitches, s -> s.switches), 1),
                clockKnown ? Format.percent(median(withClock, s -> s.clock), 1) : Format.UNKNOWN,
                clockKnown ? Format.points(median(withClock, Shares::clockDifference)) : Format.UNKNOWN,
                clockKnown ? range(withClock, Shares::clockDifference) : Format.UNKNOWN,
                Format.percent(median(shares, s -> s.schedstat), 1),
                Format.points(median(shares, Shares::schedstatDifference)),
                range(shares, Shares::schedstatDifference),
                bookKnown ? Format.points(median(withBook, Shares::differenceFromBook)) : Format.UNKNOWN,
                bookKnown ? range(withBook, Shares::differenceFromBook) : Format.UNKNOWN,
                Long.toString(shares.stream().filter(s -> s.disagrees).count()));
    }

    private static String range(List<Shares> shares, ToDoubleFunction<Shares> value) {
        DoubleSummaryStatistics all = shares.stream().mapToDouble(value).summaryStatistics();
        return Format.points(all.getMin()) + " to " + Format.points(all.getMax());
    }

    private static double median(List<Shares> shares, ToDoubleFunction<Shares> value) {
        return Robust.median(shares.stream().mapToDouble(value).toArray());
    }

    private static ReportView.TableView table(int text, List<String> head, List<List<String>> rows) {
        String note = rows.size() <= MAX_ROWS
                ? null
                : "The first " + MAX_ROWS + " of " + rows.size() + "; probe.json of each trial has the others.";
        return new ReportView.TableView(text, head, rows.subList(0, Math.min(MAX_ROWS, rows.size())), note);
    }
}
