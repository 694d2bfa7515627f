package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.ChartFile;
import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.TrialRecord;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** {@code report.html}: one file that needs nothing else to be read, neither network nor fonts nor scripts. */
public final class Report {

    private static final String FILE = "report.html";

    private Report() {}

    /**
     * Writes {@code report.html} into the run directory, whole or not at all.
     *
     * @param charts the figures in the order of reading, whose SVG files are read and put into the page
     * @return the file
     * @throws IOException if a figure cannot be read or the file cannot be written
     */
    public static Path write(
            Path runDir, RunManifest manifest, List<TrialRecord> trials, RunAnalysis analysis, List<ChartFile> charts)
            throws IOException {
        return write(runDir, manifest, trials, analysis, charts, Map.of(), new KernelWork(List.of(), List.of(), null));
    }

    /**
     * As the other, with what the exact probe saw and with the kernel functions that profiles found most often.
     *
     * @param probes by number of the trial; those in which it did not run are left out
     * @throws IOException if a figure cannot be read or the file cannot be written
     */
    public static Path write(
            Path runDir,
            RunManifest manifest,
            List<TrialRecord> trials,
            RunAnalysis analysis,
            List<ChartFile> charts,
            Map<Integer, ProbeShares> probes,
            KernelWork work)
            throws IOException {
        ReportView view = new ReportText(manifest, trials, analysis, probes)
                .view(ReportFigures.of(charts), ReportTables.kernelFunctions(work));
        StringOutput html = new StringOutput(1 << 20);
        TemplateEngine.createPrecompiled(ContentType.Html).render("report.jte", view, html);
        Path temporary = runDir.resolve("." + FILE + ".tmp");
        Path file = runDir.resolve(FILE);
        Files.writeString(temporary, html.toString());
        return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
