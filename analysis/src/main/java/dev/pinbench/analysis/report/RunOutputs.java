package dev.pinbench.analysis.report;

import dev.pinbench.analysis.Analyzer;
import dev.pinbench.analysis.chart.ChartFile;
import dev.pinbench.analysis.chart.Charts;
import dev.pinbench.analysis.chart.TimelineTrial;
import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.analysis.results.TrialRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is made from a run directory and put into it: {@code analysis.json}, {@code charts/} and {@code report.html}. */
public final class RunOutputs {
    private static final String ANALYSIS = "analysis.json";
    private static final String CHARTS = "charts";

    private RunOutputs() {}

    /**
     * Analyses a run and writes {@code analysis.json}.
     *
     * @throws IOException if the run cannot be read or the file cannot be written
     */
    public static RunAnalysis analyze(RunDirectory directory) throws IOException {
        RunAnalysis analysis = new Analyzer().analyze(directory.manifest(), directory.trials());
        directory.writeTopLevel(ANALYSIS, Json.write(analysis));
        return analysis;
    }

    /**
     * Draws the charts and writes the report.
     *
     * @return the report
     * @throws IOException if the run cannot be read or a file cannot be written
     */
    public static Path report(RunDirectory directory, RunAnalysis analysis) throws IOException {
        List<TrialRecord> trials = directory.trials();
        List<ChartFile> charts = Charts.write(
                directory.path().resolve(CHARTS), directory.manifest(), trials, analysis, timeline(directory, trials));
        KernelWork work = KernelWork.read(directory, trials);
        List<ChartFile> all = new ArrayList<>(charts);
        all.addAll(Charts.writeKernelProfiles(
                directory.path().resolve(CHARTS), directory.manifest(), trials, analysis, work));
        all.addAll(Charts.writePaths(
                directory.path().resolve(CHARTS), directory.manifest(), trials, analysis, paths(directory, trials)));
        return Report.write(
                directory.path(), directory.manifest(), trials, analysis, all, probes(directory, trials), work);
    }

    private static Map<Integer, TrialPath> paths(RunDirectory directory, List<TrialRecord> trials) throws IOException {
        Map<Integer, TrialPath> paths = new TreeMap<>();
        for (TrialRecord trial : trials) {
            directory.trialPath(trial.trial()).ifPresent(path -> paths.put(trial.trial(), path));
        }
        return paths;
    }

    private static Map<Integer, ProbeShares> probes(RunDirectory directory, List<TrialRecord> trials)
            throws IOException {
        Map<Integer, ProbeShares> probes = new TreeMap<>();
        for (TrialRecord trial : trials) {
            directory.probeShares(trial.trial()).ifPresent(shares -> probes.put(trial.trial(), shares));
        }
        return probes;
    }

    /** Of client and server; none where a level is no number. */
    private static Set<Integer> cores(TrialRecord trial) {
        return Stream.of(Factor.CLIENT_CORE, Factor.SERVER_CORE)
                .map(trial.levels()::get)
                .filter(level -> level.matches("\\d{1,9}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
    }

    /** The trial with the highest softirq share: the one that most wants an explanation. */
    private static @Nullable TimelineTrial timeline(RunDirectory directory, List<TrialRecord> trials)
            throws IOException {
        Optional<TrialRecord> chosen = trials.stream()
                .filter(TrialRecord::usable)
                .filter(trial -> trial.receiver() != null && trial.metrics().softirqShareMax() != null)
                .max(Comparator.comparingDouble(
                        trial -> Objects.requireNonNull(trial.metrics().softirqShareMax())));
        if (chosen.isEmpty()) {
            return null;
        }
        TrialRecord trial = chosen.get();
        return new TimelineTrial(
                trial,
                directory.frames(trial.trial(), cores(trial), Objects.requireNonNull(trial.receiver())),
                Objects.requireNonNull(trial.receiver()).namespace(),
                Objects.requireNonNull(trial.receiver()).interfaceName());
    }
}
