package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.VisibleText;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.RunTimeSource;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts a run into the words of the report. */
final class ReportText {

    private static final Set<String> KINDS = Set.of("effect", "association", "budget", "caution");

    private final RunManifest manifest;
    private final List<TrialRecord> trials;
    private final RunAnalysis analysis;
    private final Map<Integer, ProbeShares> probes;

    ReportText(RunManifest manifest, List<TrialRecord> trials, RunAnalysis analysis, Map<Integer, ProbeShares> probes) {
        this.manifest = manifest;
        this.trials = List.copyOf(trials);
        this.analysis = analysis;
        this.probes = probes;
    }

    ReportView view(ReportFigures figures, ReportView.TableView kernelFunctions) {
        String file = profileFile(manifest.name());
        List<Levels> combinations =
                analysis.combinations().stream().map(CombinationSummary::levels).toList();
        ProbeComparison comparison = new ProbeComparison(trials, probes, combinations, analysis.varied());
        return new ReportView(
                VisibleText.oneLine(manifest.name()),
                manifest.about() == null ? null : VisibleText.oneLine(manifest.about()),
                VisibleText.oneLine(manifest.createdAt()),
                banner(),
                findings(),
                facts(),
                figures.shown(),
                figures.note(),
                ReportTables.combinations(analysis, trials),
                ReportTables.effects(analysis),
                ReportTables.associations(analysis),
                comparison.softirq(),
                comparison.runTimes(),
                comparison.budgets(),
                ReportTables.troubles(trials),
                kernelFunctions,
                measured(),
                ReportTables.harness(analysis),
                manifest.notes().stream().map(VisibleText::oneLine).toList(),
                tools(),
                "pinbench run " + file + " --seed " + manifest.seed(),
                file,
                profile());
    }

    private List<String> banner() {
        List<String> banner = new ArrayList<>();
        if (manifest.status() != RunStatus.DONE) {
            banner.add("This run is not complete: " + analysis.recorded() + " of " + analysis.planned()
                    + " trials have a record. pinbench resume finishes it.");
        }
        if (trials.stream().noneMatch(TrialRecord::usable)) {
            banner.add("No trial is usable, so that there is nothing to compare.");
        }
        return banner;
    }

    private List<ReportView.FindingView> findings() {
        return analysis.findings().stream().map(ReportText::finding).toList();
    }

    private static ReportView.FindingView finding(Finding finding) {
        String kind = KINDS.contains(finding.kind()) ? finding.kind() : "other";
        return new ReportView.FindingView(kind, VisibleText.oneLine(finding.text()));
    }

    private List<ReportView.FactView> facts() {
        HostFacts host = manifest.host();
        List<ReportView.FactView> facts = new ArrayList<>();
        add(facts, "Machine", host.cpuModel());
        String place = host.virtualization();
        add(facts, "Virtualization", place);
        add(facts, "Cores", cores(host));
        add(facts, "Memory", host.memoryBytes() == null ? null : Format.bytes(host.memoryBytes()));
        add(facts, "System", host.osName());
        add(facts, "Kernel", host.kernelRelease() + " (" + host.architecture() + ")");
        add(facts, "iperf3", manifest.tools().get("iperf3"));
        add(facts, "Trials", trialCounts());
        add(facts, "Blocks", Integer.toString(manifest.blocks()));
        add(facts, "Seed", Long.toString(manifest.seed()));
        add(
                facts,
                "One trial",
                manifest.durationSeconds() + " s measured after " + manifest.omitSeconds() + " s of warm-up");
        return facts;
    }

    private String trialCounts() {
        long done = trials.stream().filter(t -> t.status() == TrialStatus.DONE).count();
        return analysis.planned() + " planned, " + done + " done, " + analysis.failed() + " failed, "
                + analysis.invalid() + " invalid";
    }

    private static String cores(HostFacts host) {
        long sockets = host.cpus().stream().map(c -> c.socket()).distinct().count();
        long nodes = host.cpus().stream().map(c -> c.numaNode()).distinct().count();
        String smt = host.smtActive() == null ? "" : host.smtActive() ? ", SMT on" : ", SMT off";
        return host.cpus().size()
                + (host.cpus().size() == 1 ? " CPU, " : " CPUs, ")
                + sockets
                + (sockets == 1 ? " socket, " : " sockets, ")
                + nodes
                + (nodes == 1 ? " NUMA node" : " NUMA nodes")
                + smt;
    }

    private static void add(List<ReportView.FactView> facts, String name, @Nullable String value) {
        facts.add(new ReportView.FactView(
                name, value == null || value.isBlank() ? "could not be read" : VisibleText.oneLine(value)));
    }

    private List<String> measured() {
        List<String> lines = new ArrayList<>();
        lines.add("Goodput is what the receiver's iperf3 counts as payload, with the warm-up left out. "
                + "All other series come from one sampler at " + manifest.framesPerSecond()
                + " frames a second, read in the same instant; rates divide by the true time between frames.");
        lines.add(sources());
        lines.add(runTimes());
        lines.add(placement());
        lines.add(orNot(
                "Pinbench's own threads, and the programs that watch for it, took at most %s of a measured core.",
                "What Pinbench itself took of the measured cores is not known.",
                largest(TrialMetrics::harnessShareMax)));
        lines.add(orNot(
                "The hypervisor took at most %s of a core (steal).",
                "Time taken by a hypervisor (steal) is not known.", largest(TrialMetrics::stealShareMax)));
        long missed = trials.stream()
                .map(t -> t.metrics().frameGaps())
                .filter(Objects::nonNull)
                .mapToLong(Integer::longValue)
                .sum();
        lines.add("The sampler missed " + missed + (missed == 1 ? " deadline" : " deadlines")
                + " in all trials together; such a frame is longer, and never made up.");
        lines.add(
                manifest.rootless()
                        ? "The lab ran without root, in a user namespace."
                        : "The lab ran as root, in namespaces of its own.");
        return lines;
    }

    private String runTimes() {
        String softirq = Boolean.TRUE.equals(manifest.host().irqTimeAccounting())
                ? " Run times by the task clock include softirq and interrupts that ran in the task's context; the budgets, which"
                        + " have these apart, rest on schedstat."
                : " This kernel is not known to account interrupt time apart, so that a task's run time includes softirq"
                        + " that ran in its context.";
        String schedstat =
                " Run times from schedstat of a task that is running are brought up to date at ticks and switches, so"
                        + " that one frame can be off by up to a tick; and a task that a wakeup puts on a CPU is booked the time from"
                        + " that wakeup on, which others still use: an iperf3 server that wakes often had up to 17 % of a core too much"
                        + " against an exact trace.";
        Set<RunTimeSource> sources = trials.stream()
                .map(t -> t.metrics().runTimeSource())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RunTimeSource.class)));
        String counted = " in nanoseconds, not sampled: ";
        String waits = "; wait times are those of /proc/<tid>/schedstat.";
        if (sources.equals(EnumSet.of(RunTimeSource.TASK_CLOCK))) {
            return "Run and wait times of iperf3, ksoftirqd and competitors are counted" + counted
                    + "run times by perf's task clock, from switch to switch" + waits + softirq;
        }
        if (sources.isEmpty() || sources.equals(EnumSet.of(RunTimeSource.SCHEDSTAT))) {
            return "Run and wait times of iperf3, ksoftirqd and competitors are counted" + counted
                    + "by the scheduler, as /proc/<tid>/schedstat has them." + schedstat + softirq;
        }
        return "Run and wait times of iperf3, ksoftirqd and competitors are counted" + counted
                + "run times of some by perf's task clock, from switch to switch, of others by the scheduler, as"
                + " /proc/<tid>/schedstat has them (run_time_source in trials.csv)" + waits + schedstat + softirq;
    }

    private String sources() {
        Set<String> sources = trials.stream()
                .map(t -> t.metrics().softirqShareSource())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        if (sources.isEmpty()) {
            return "Softirq shares could not be had.";
        }
        if (sources.equals(Set.of("ns"))) {
            return "Softirq shares are accounted by the kernel in nanoseconds.";
        }
        String hz = manifest.host().timerHz() == null
                ? ""
                : ", here at " + manifest.host().timerHz() + " Hz";
        Double error = largest(TrialMetrics::softirqShareStandardError);
        String sampling = error == null ? "" : " (sampling error up to " + Format.percent(error, 1) + " of a core)";
        return "Softirq shares come from ticks of /proc/stat, which the kernel samples at its timer interrupt" + hz
                + sampling
                + ". Against an exact trace, tick-based shares of the busiest core were 0.84 to 1.66 times the true ones, and small ones 0.3 to 2.2 times; read them as"
                + " such. Idle and steal shares have the same source.";
    }

    private String placement() {
        long seen = trials.stream().filter(t -> !t.placement().isEmpty()).count();
        long held = trials.stream()
                .filter(t -> !t.placement().isEmpty())
                .filter(t -> t.placement().stream().allMatch(p -> p.held()))
                .count();
        return "Placement was read back, not trusted: in " + held + " of " + seen
                + " trials every thread stayed on its core in every frame. A trial in which it did not is invalid.";
    }

    private @Nullable Double largest(java.util.function.Function<TrialMetrics, @Nullable Double> metric) {
        Double most = null;
        for (TrialRecord trial : trials) {
            Double value = metric.apply(trial.metrics());
            if (value != null && (most == null || value > most)) {
                most = value;
            }
        }
        return most;
    }

    private static String orNot(String known, String unknown, @Nullable Double share) {
        return share == null ? unknown : String.format(Locale.ROOT, known, Format.percent(share, 1));
    }

    private List<ReportView.FactView> tools() {
        List<ReportView.FactView> facts = new ArrayList<>();
        add(facts, "Pinbench", manifest.pinbenchVersion());
        new TreeMap<>(manifest.tools()).forEach((name, version) -> add(facts, VisibleText.oneLine(name), version));
        return facts;
    }

    private String profile() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(manifest.profile());
    }

    /** A name that needs no quoting in a shell, whatever the profile is called. */
    private static String profileFile(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+", "");
        return (plain.isEmpty() ? "profile" : plain.substring(0, Math.min(60, plain.length()))) + ".yaml";
    }
}
