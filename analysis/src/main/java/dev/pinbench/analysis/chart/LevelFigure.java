package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.TrialRecord;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Goodput by the levels of one factor, one colour for each series: bars for paths, joined points for segment sizes. */
final class LevelFigure {

    private static final int HEIGHT = 460;
    private static final double LABEL_ROOM = 26;
    private static final int MAX_BARS = 24;
    private static final String POOLED = "The value is the median over blocks of each block's median, pooled over"
            + " everything else that varied (cores, for one); the bars in ink are the bootstrap interval"
            + " over blocks, at 95 % or what so many blocks can reach (75 % for 3, 94 % for 5), and are absent where there"
            + " are fewer than two blocks.";

    private record Cell(String level, String series) {}

    private final List<String> levels;
    private final List<String> series;
    private final Map<Cell, Medians> cells = new LinkedHashMap<>();
    private final boolean bars;
    private final String axisTitle;
    private final RateScale scale;
    private final double top;

    private LevelFigure(
            RunData data,
            List<String> levels,
            Function<Levels, String> level,
            Function<Levels, String> series,
            boolean bars,
            String axisTitle) {
        this.levels = levels;
        this.bars = bars;
        this.axisTitle = axisTitle;
        List<String> seen = new ArrayList<>();
        double highest = 0;
        data.analysis().combinations().stream()
                .map(c -> series.apply(c.levels()))
                .distinct()
                .forEach(seen::add);
        Map<Cell, List<TrialRecord>> trials =
                data.trialsBy(t -> new Cell(level.apply(t.levels()), series.apply(t.levels())));
        for (Map.Entry<Cell, List<TrialRecord>> entry : trials.entrySet()) {
            Medians medians = Medians.of(entry.getValue(), data.manifest().seed());
            if (medians != null) {
                cells.put(entry.getKey(), medians);
                highest = Math.max(highest, medians.top());
            }
        }
        this.series = seen.stream()
                .filter(s -> cells.keySet().stream().anyMatch(c -> c.series().equals(s)))
                .toList();
        scale = RateScale.forMaximum(highest);
        top = RateScale.axisEnd(scale.of(highest) * 1.06);
    }

    static Optional<Figure> byPath(RunData data) {
        boolean offload = data.varies(Factor.OFFLOAD);
        LevelFigure figure = new LevelFigure(
                data,
                data.levelsOf(Factor.PATH),
                l -> l.get(Factor.PATH),
                l -> offload ? "offload " + l.get(Factor.OFFLOAD) : "goodput",
                data.levelsOf(Factor.PATH).size()
                                * data.levelsOf(Factor.OFFLOAD).size()
                        <= MAX_BARS,
                "");
        return figure.figure(
                "throughput-by-path",
                offload ? "Goodput by path and offload" : "Goodput by path",
                "How much each path moves" + (offload ? ", with its offloads as given by colour. " : ". ") + POOLED);
    }

    /** Empty unless the segment size was varied. */
    static Optional<Figure> byMss(RunData data) {
        if (!data.varies(Factor.MSS)) {
            return Optional.empty();
        }
        LevelFigure figure = new LevelFigure(
                data,
                data.levelsOf(Factor.MSS),
                l -> l.get(Factor.MSS),
                l -> data.name(RunData.groupOf(l)),
                false,
                "Maximum segment size asked for (bytes)");
        return figure.figure(
                "throughput-by-mss",
                "Goodput by segment size",
                "How much is moved at each segment size. Steps on the axis are levels, not distances. " + POOLED
                        + " With offloads on, the stack moves super-packets of up to 64 KB whatever the segment size.");
    }

    private Optional<Figure> figure(String id, String title, String caption) {
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        int height = HEIGHT + 8 + (int) Ink.legendHeight(legend(), Figure.WIDTH - 100);
        return Optional.of(new Figure(id, title, caption, alt(), Figure.WIDTH, height, this::paint));
    }

    private String alt() {
        StringBuilder text = new StringBuilder("Median goodput:");
        cells.entrySet().stream()
                .limit(24)
                .forEach(e -> text.append(String.format(
                        Locale.ROOT,
                        " %s, %s %s %s;",
                        VisibleText.shortened(e.getKey().level(), 30),
                        VisibleText.shortened(e.getKey().series(), 40),
                        scale.format(e.getValue().medianBps()),
                        scale.unit())));
        text.setCharAt(text.length() - 1, '.');
        return text.toString();
    }

    private List<Ink.Entry> legend() {
        List<Ink.Entry> entries = new ArrayList<>();
        if (series.size() > 1 || !bars) {
            for (int i = 0; i < series.size(); i++) {
                entries.add(new Ink.Entry(VisibleText.shortened(series.get(i), 48), Palette.of(i), bars ? -1 : i));
            }
        }
        return entries;
    }

    private void paint(Graphics2D g) {
        Plane plane = new Plane(
                8,
                44,
                Figure.WIDTH - 24,
                HEIGHT - 60 - (int) LABEL_ROOM - (axisTitle.isEmpty() ? 0 : 20),
                new Plane.Axis("", -0.5, levels.size() - 0.5, false),
                new Plane.Axis("Goodput (" + scale.unit() + ")", 0, top, true));
        double step = 1.0 / levels.size();
        if (!bars) {
            lines(plane);
        }
        plane.paint(g);
        Ink ink = new Ink(g);
        double room = (plane.x(levels.size() - 0.5) - plane.x(-0.5)) * step;
        for (int i = 0; i < levels.size(); i++) {
            for (int j = 0; j < series.size(); j++) {
                Medians medians = cells.get(new Cell(levels.get(i), series.get(j)));
                if (medians != null) {
                    mark(ink, plane, place(i, j), medians, j, room);
                }
            }
            int thin = Math.max(1, (int) Math.ceil(46 / room));
            if (i % thin == 0) {
                String label = Ink.fit(VisibleText.shortened(levels.get(i), 40), Ink.LABEL, room * thin - 8);
                ink.text(label, plane.x(i), plane.y(0) + 20, Ink.LABEL, Palette.INK, Ink.Align.CENTER);
            }
        }
        ink.line(plane.x(-0.5), plane.y(0), plane.x(levels.size() - 0.5), plane.y(0), Palette.SOFT_INK, 1);
        double center = (plane.x(-0.5) + plane.x(levels.size() - 0.5)) / 2;
        ink.text(axisTitle, center, plane.y(0) + 42, Ink.STRONG, Palette.INK, Ink.Align.CENTER);
        ink.legend(legend(), 70, HEIGHT - 8, Figure.WIDTH - 100);
    }

    /** Series stand beside each other so that their intervals do not cover one another. */
    private double place(int level, int index) {
        double span = bars ? 0.72 : Math.min(0.3, 0.06 * series.size());
        return level + ((index + 0.5) / series.size() - 0.5) * span;
    }

    private void lines(Plane plane) {
        for (int j = 0; j < series.size(); j++) {
            double[] x = new double[levels.size()];
            double[] y = new double[levels.size()];
            for (int i = 0; i < levels.size(); i++) {
                Medians medians = cells.get(new Cell(levels.get(i), series.get(j)));
                x[i] = place(i, j);
                y[i] = medians == null ? Double.NaN : scale.of(medians.medianBps());
            }
            plane.line("series " + j, x, y, Palette.tint(Palette.of(j), 0.6), 1.5f);
        }
    }

    private void mark(Ink ink, Plane plane, double at, Medians medians, int index, double room) {
        double x = plane.x(at);
        double y = plane.y(scale.of(medians.medianBps()));
        Color color = Palette.of(index);
        double wide = Math.min(72, room * 0.72 / series.size() * 0.86);
        if (bars) {
            ink.bar(x - wide / 2, y, wide, plane.y(0) - y, Palette.tint(color, 0.85));
        }
        double highest = y;
        if (medians.lowBps() != null && medians.highBps() != null) {
            highest = plane.y(scale.of(medians.highBps()));
            ink.interval(x, plane.y(scale.of(medians.lowBps())), highest, bars ? Palette.INK : color);
        }
        if (!bars) {
            ink.mark(x, y, 6, color, index);
        } else if (wide >= 30) {
            String value = scale.format(medians.medianBps());
            ink.text(value, x, Math.min(y, highest) - 6, Ink.SMALL, Palette.INK, Ink.Align.CENTER);
        }
    }
}
