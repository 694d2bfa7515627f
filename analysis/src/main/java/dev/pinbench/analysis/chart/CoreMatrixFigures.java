package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.results.Factor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Median goodput of every pair of client core and server core, one heat map for each path and offload. */
final class CoreMatrixFigures {

    /** Up to this many cores a side, the value fits in its cell. */
    private static final int MAX_CORES_WITH_VALUES = 14;

    private static final double PLOT_LEFT = 70;
    private static final double PLOT_TOP = 50;
    private static final double PLOT_WIDTH = 560;
    private static final double MAX_CELL_HEIGHT = 120;
    private static final double SCALE_LEFT = PLOT_LEFT + PLOT_WIDTH + 24;

    private record Pair(String client, String server) {}

    private record Matrix(List<String> clients, List<String> servers, Map<Pair, Double> bps) {
        double cellWidth() {
            return PLOT_WIDTH / clients.size();
        }

        double cellHeight() {
            return Math.min(MAX_CELL_HEIGHT, Math.max(PLOT_WIDTH / servers.size(), 150.0 / servers.size()));
        }

        double plotHeight() {
            return Math.max(150, cellHeight() * servers.size());
        }
    }

    /** End of the colour scale, bits per second. */
    private final double highest;

    private final RateScale scale;
    private final RunData data;
    private final Map<RunData.Group, Matrix> matrices = new HashMap<>();

    private CoreMatrixFigures(RunData data) {
        this.data = data;
        double max = 0;
        for (RunData.Group group : data.groups()) {
            Matrix matrix = matrix(group);
            matrices.put(group, matrix);
            for (double value : matrix.bps().values()) {
                max = Math.max(max, value);
            }
        }
        scale = RateScale.forMaximum(max);
        highest = RateScale.axisEnd(scale.of(max)) * scale.bitsPerSecond();
    }

    /** Empty for groups that have a single pair of cores, or no goodput at all. */
    static List<Figure> of(RunData data, Slugs slugs) {
        CoreMatrixFigures figures = new CoreMatrixFigures(data);
        List<Figure> list = new ArrayList<>();
        for (RunData.Group group : data.groups()) {
            Matrix matrix = figures.matrices.get(group);
            if (matrix != null
                    && !matrix.bps().isEmpty()
                    && matrix.clients().size() * matrix.servers().size() > 1) {
                String id = slugs.unique("core-matrix-" + group.path() + "-" + group.offload());
                list.add(figures.figure(id, group, matrix));
            }
        }
        return list;
    }

    private Matrix matrix(RunData.Group group) {
        Set<String> clients = new LinkedHashSet<>();
        Set<String> servers = new LinkedHashSet<>();
        Map<Pair, List<Double>> values = new HashMap<>();
        for (CombinationSummary c : data.analysis().combinations()) {
            if (RunData.groupOf(c.levels()).equals(group)) {
                Pair pair =
                        new Pair(c.levels().get(Factor.CLIENT_CORE), c.levels().get(Factor.SERVER_CORE));
                clients.add(pair.client());
                servers.add(pair.server());
                if (c.goodputBps() != null) {
                    values.computeIfAbsent(pair, p -> new ArrayList<>())
                            .add(c.goodputBps().median());
                }
            }
        }
        Map<Pair, Double> medians = new HashMap<>();
        values.forEach((pair, list) -> medians.put(pair, Medians.median(list)));
        return new Matrix(RunData.sorted(clients), RunData.sorted(servers), medians);
    }

    private Figure figure(String id, RunData.Group group, Matrix matrix) {
        String name = data.name(group);
        double least = matrix.bps().values().stream().mapToDouble(v -> v).min().orElse(0);
        double most = matrix.bps().values().stream().mapToDouble(v -> v).max().orElse(0);
        int missing =
                matrix.clients().size() * matrix.servers().size() - matrix.bps().size();
        String alt = String.format(
                Locale.ROOT,
                "Heat map of %d client cores by %d server cores: median goodput from %s to %s %s; %d pairs without data.",
                matrix.clients().size(),
                matrix.servers().size(),
                scale.format(least),
                scale.format(most),
                scale.unit(),
                missing);
        return new Figure(
                id,
                "Goodput by core pair: " + name,
                "Median goodput in " + scale.unit()
                        + " of each pair of cores (over the other factors where they varied). "
                        + "All heat maps of the run share one scale from 0, dark is slow. A dark row is a slow server "
                        + "core, a dark column a slow client core; the diagonal has both ends on one core. Hatched: "
                        + "no usable trial. Intervals stand in the table of combinations.",
                alt,
                Figure.WIDTH,
                (int) (PLOT_TOP + matrix.plotHeight() + 62),
                g -> paint(g, matrix));
    }

    private void paint(Graphics2D g, Matrix matrix) {
        int columns = matrix.clients().size();
        int rows = matrix.servers().size();
        double bottom = PLOT_TOP + matrix.plotHeight();
        double high = matrix.plotHeight() / rows;
        double wide = matrix.cellWidth();
        boolean values = Math.max(columns, rows) <= MAX_CORES_WITH_VALUES;
        double gap = values ? 2 : columns <= 32 ? 1 : 0;
        Ink ink = new Ink(g);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                Double bps = matrix.bps()
                        .get(new Pair(
                                matrix.clients().get(column), matrix.servers().get(row)));
                double x = PLOT_LEFT + column * wide;
                double y = bottom - (row + 1) * high;
                cell(ink, bps, x, y, wide - gap, high - gap, values);
            }
        }
        labels(ink, matrix.clients(), wide, true, bottom);
        labels(ink, matrix.servers(), high, false, bottom);
        double center = PLOT_LEFT + PLOT_WIDTH / 2;
        ink.text("Client core", center, bottom + 46, Ink.STRONG, Palette.INK, Ink.Align.CENTER);
        ink.upright("Server core", 22, PLOT_TOP + matrix.plotHeight() / 2, Ink.STRONG, Palette.INK);
        scale(ink, matrix, bottom);
    }

    private void cell(Ink ink, @Nullable Double bps, double x, double y, double wide, double high, boolean value) {
        if (bps == null) {
            noData(ink, x, y, wide, high);
            return;
        }
        Color color = Palette.onScale(bps / highest);
        ink.bar(x, y, wide, high, color);
        if (value) {
            var font = wide < 46 ? Ink.SMALL : wide < 90 ? Ink.LABEL : Ink.TITLE;
            double middle = y + high / 2 + font.getSize() * 0.36;
            ink.text(scale.format(bps), x + wide / 2, middle, font, Palette.textOn(color), Ink.Align.CENTER);
        }
    }

    private static void noData(Ink ink, double x, double y, double wide, double high) {
        ink.bar(x, y, wide, high, Palette.PALE);
        double step = 9;
        for (double d = step / 2; d < wide + high; d += step) {
            double x1 = x + Math.min(d, wide);
            double y1 = y + Math.max(0, d - wide);
            double x2 = x + Math.max(0, d - high);
            double y2 = y + Math.min(d, high);
            ink.line(x1, y1, x2, y2, Palette.tint(Palette.SOFT_INK, 0.45), 0.8f);
        }
    }

    private static void labels(Ink ink, List<String> cores, double step, boolean across, double bottom) {
        double widest = cores.stream()
                .mapToDouble(c -> Ink.width(VisibleText.shortened(c, 6), Ink.LABEL))
                .max()
                .orElse(0);
        int thin = Math.max(1, (int) Math.ceil((across ? widest + 10 : 18) / step));
        for (int i = 0; i < cores.size(); i += thin) {
            String label = VisibleText.shortened(cores.get(i), 6);
            double middle = (i + 0.5) * step;
            if (across) {
                ink.text(label, PLOT_LEFT + middle, bottom + 20, Ink.LABEL, Palette.INK, Ink.Align.CENTER);
            } else {
                ink.text(label, PLOT_LEFT - 8, bottom - middle + 4.5, Ink.LABEL, Palette.INK, Ink.Align.RIGHT);
            }
        }
    }

    private void scale(Ink ink, Matrix matrix, double bottom) {
        double height = matrix.plotHeight() - 50;
        int steps = 48;
        for (int i = 0; i < steps; i++) {
            double y = bottom - (i + 1) * height / steps;
            ink.bar(SCALE_LEFT, y, 16, height / steps + 0.5, Palette.onScale((i + 0.5) / steps));
        }
        for (int i = 0; i <= 4; i++) {
            double y = bottom - i * height / 4;
            ink.line(SCALE_LEFT + 16, y, SCALE_LEFT + 20, y, Palette.SOFT_INK, 1);
            String label = i == 0 ? "0" : scale.format(highest * i / 4);
            ink.text(label, SCALE_LEFT + 24, y + 4.5, Ink.LABEL, Palette.INK, Ink.Align.LEFT);
        }
        ink.text(scale.unit(), SCALE_LEFT, bottom - height - 12, Ink.STRONG, Palette.INK, Ink.Align.LEFT);
        noData(ink, SCALE_LEFT, PLOT_TOP - 8, 16, 14);
        ink.text("no data", SCALE_LEFT + 22, PLOT_TOP + 3.5, Ink.LABEL, Palette.INK, Ink.Align.LEFT);
    }
}
