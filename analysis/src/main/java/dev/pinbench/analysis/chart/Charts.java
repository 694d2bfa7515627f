package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.analysis.results.TrialRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws the figures of a run. A figure that has no data is left out. */
public final class Charts {

    private Charts() {}

    /**
     * Writes every figure that the run has data for as SVG and PNG. The same input gives the same SVG bytes on a machine
     * with the same fonts.
     *
     * @param chartsDir folder of the files; made if it is not there
     * @param timeline the trial to show over time, or {@code null} for none
     * @return the figures in the order of reading
     * @throws IOException if a file cannot be written, or if Java finds no font to write with
     */
    public static List<ChartFile> write(
            Path chartsDir,
            RunManifest manifest,
            List<TrialRecord> trials,
            RunAnalysis analysis,
            @Nullable TimelineTrial timeline)
            throws IOException {
        Files.createDirectories(chartsDir);
        RunData data = new RunData(manifest, List.copyOf(trials), analysis);
        return Fonts.required(() -> {
            FigureWriter writer = new FigureWriter(chartsDir);
            List<ChartFile> files = new ArrayList<>();
            for (Figure figure : figures(data, timeline)) {
                files.add(writer.write(figure));
            }
            return List.copyOf(files);
        });
    }

    /**
     * Writes the figures of a run's kernel profiles: classes of work, and the flame graph of the slowest trial. Without
     * profiles there are none.
     *
     * @param chartsDir folder of the files, as {@link #write} made it
     * @return the figures in the order of reading
     * @throws IOException if a file cannot be written
     */
    public static List<ChartFile> writeKernelProfiles(
            Path chartsDir, RunManifest manifest, List<TrialRecord> trials, RunAnalysis analysis, KernelWork work)
            throws IOException {
        List<ChartFile> files = new ArrayList<>();
        FigureWriter writer = new FigureWriter(chartsDir);
        RunData data = new RunData(manifest, List.copyOf(trials), analysis);
        Optional<Figure> classes = KernelClassFigure.of(data, work);
        if (classes.isPresent()) {
            files.add(writer.write(classes.get()));
        }
        KernelWork.SlowestTrial slowest = work.slowest();
        if (slowest != null) {
            FlameGraph graph = new FlameGraph(slowest.profile().stacks(), KernelSymbols.builtIn());
            Figure figure = new Figure(
                    "flame-graph",
                    "Flame graph of the slowest trial",
                    "Call chains of trial " + slowest.trial().trial() + ", the slowest usable one with a profile: "
                            + data.name(RunData.groupOf(slowest.trial().levels()))
                            + ". Callers stand below, and a box is as wide as its share of the samples; its place from left"
                            + " to right means nothing. Colours are those of the classes. Point at a box for its numbers.",
                    "Flame graph of " + slowest.profile().samples()
                            + " samples; stacks.folded.gz of the trial holds them.",
                    FlameGraph.WIDTH,
                    graph.height(),
                    graph::paint);
            files.add(writer.write(figure, graph.svg(figure)));
        }
        return List.copyOf(files);
    }

    /**
     * Writes a drawing of what packets cross for each datapath and number of nodes. Without records of it there are none.
     *
     * @param chartsDir folder of the files, as {@link #write} made it
     * @param paths by number of the trial
     * @return the figures in the order of reading
     * @throws IOException if a file cannot be written
     */
    public static List<ChartFile> writePaths(
            Path chartsDir,
            RunManifest manifest,
            List<TrialRecord> trials,
            RunAnalysis analysis,
            Map<Integer, TrialPath> paths)
            throws IOException {
        List<ChartFile> files = new ArrayList<>();
        FigureWriter writer = new FigureWriter(chartsDir);
        RunData data = new RunData(manifest, List.copyOf(trials), analysis);
        for (PathFigure.Drawn drawn : PathFigures.of(data, paths, new Slugs())) {
            files.add(writer.write(drawn.figure(), drawn.svg()));
        }
        return List.copyOf(files);
    }

    private static List<Figure> figures(RunData data, @Nullable TimelineTrial timeline) {
        List<Figure> figures = new ArrayList<>();
        LevelFigure.byPath(data).ifPresent(figures::add);
        ScatterFigure.of(data).ifPresent(figures::add);
        LevelFigure.byMss(data).ifPresent(figures::add);
        figures.addAll(BudgetFigures.of(data));
        if (timeline != null) {
            TimelineFigure.of(timeline).ifPresent(figures::add);
        }
        figures.addAll(CoreMatrixFigures.of(data, new Slugs()));
        return figures;
    }
}
