package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.Summary;
import dev.pinbench.analysis.results.Factor;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Goodput against softirq load: one point for each combination. */
final class ScatterFigure {

    private static final int HEIGHT = 500;

    /** Above this many points intervals would hide them and are left out. */
    private static final int CROWDED = 200;

    private static final double CROWD_GRID = 3;
    private static final double CROWD_MARK = 4;

    private record Point(int path, double share, Summary goodput) {}

    private final List<String> paths;
    private final List<Point> points = new ArrayList<>();
    private final RateScale scale;
    private final double top;

    private ScatterFigure(RunData data) {
        paths = data.levelsOf(Factor.PATH);
        double highest = 0;
        for (CombinationSummary c : data.analysis().combinations()) {
            Summary goodput = c.goodputBps();
            Double share = c.softirqShareMax();
            if (goodput != null && share != null) {
                points.add(new Point(paths.indexOf(c.levels().get(Factor.PATH)), share, goodput));
                Interval interval = goodput.medianInterval();
                highest = Math.max(highest, interval == null ? goodput.median() : interval.high());
            }
        }
        scale = RateScale.forMaximum(highest);
        top = RateScale.axisEnd(scale.of(highest));
    }

    static Optional<Figure> of(RunData data) {
        ScatterFigure scatter = new ScatterFigure(data);
        if (scatter.points.isEmpty()) {
            return Optional.empty();
        }
        String method = scatter.points.stream()
                .map(p -> p.goodput().medianInterval())
                .filter(i -> i != null)
                .min(Comparator.comparingDouble(Interval::level))
                .map(i -> String.format(
                        Locale.ROOT,
                        "intervals of %.0f %%%s (%s)",
                        i.level() * 100,
                        i.level() < 0.95 ? " or, with more blocks, up to 95 %" : "",
                        i.method()))
                .orElse("absent, since there are too few blocks for an interval");
        String bars = scatter.points.size() > CROWDED
                ? "There are too many points for error bars (the table has the intervals), and points that fall on one "
                        + "spot are drawn once."
                : "Vertical bars are " + method + ".";
        return Optional.of(new Figure(
                "throughput-softirq",
                "Goodput against softirq load",
                "Each point is one combination: the median of its goodput over the blocks, placed at the median of the "
                        + "largest softirq share of any core. " + bars + " Points that sink as they "
                        + "go right: combinations that move less where a core spends more time in softirq. That goes "
                        + "together; it does not say which causes which.",
                scatter.alt(),
                Figure.WIDTH,
                HEIGHT + 8 + (int) Ink.legendHeight(scatter.legend(), Figure.WIDTH - 100),
                scatter::paint));
    }

    private String alt() {
        double low =
                points.stream().mapToDouble(p -> p.goodput().median()).min().orElse(0);
        double high =
                points.stream().mapToDouble(p -> p.goodput().median()).max().orElse(0);
        double least = points.stream().mapToDouble(Point::share).min().orElse(0);
        double most = points.stream().mapToDouble(Point::share).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "Scatter plot of %d combinations: goodput from %s to %s %s, softirq share from %.0f to %.0f percent.",
                points.size(),
                scale.format(low),
                scale.format(high),
                scale.unit(),
                least * 100,
                most * 100);
    }

    private List<Ink.Entry> legend() {
        List<Ink.Entry> entries = new ArrayList<>();
        boolean crowded = points.size() > CROWDED;
        for (int i = 0; i < paths.size(); i++) {
            int path = i;
            if (points.stream().anyMatch(p -> p.path() == path)) {
                entries.add(new Ink.Entry(VisibleText.shortened(paths.get(i), 32), Palette.of(i), crowded ? -1 : i));
            }
        }
        return entries;
    }

    private void paint(Graphics2D g) {
        double most = points.stream().mapToDouble(Point::share).max().orElse(0) * 100;
        double end = most > 80 ? Math.max(100, most * 1.02) : RateScale.axisEnd(Math.max(most, 1));
        Plane plane = new Plane(
                8,
                44,
                Figure.WIDTH - 24,
                HEIGHT - 52,
                new Plane.Axis("Largest softirq share of a core (%)", 0, end, true),
                new Plane.Axis("Goodput (" + scale.unit() + ")", 0, top, true));
        plane.paint(g);
        Ink ink = new Ink(g);
        if (points.size() > CROWDED) {
            crowd(ink, plane);
        } else {
            intervals(ink, plane);
            for (Point point : points) {
                ink.mark(x(plane, point), y(plane, point), 6, Palette.of(point.path()), point.path());
            }
        }
        ink.legend(legend(), 70, HEIGHT - 4, Figure.WIDTH - 100);
    }

    private void intervals(Ink ink, Plane plane) {
        for (Point point : points) {
            Interval interval = point.goodput().medianInterval();
            if (interval != null) {
                double low = plane.y(scale.of(Math.max(0, interval.low())));
                double high = plane.y(scale.of(interval.high()));
                ink.interval(x(plane, point), low, high, Palette.tint(Palette.of(point.path()), 0.7));
            }
        }
    }

    /** Small marks on a fine grid, one for each place and path, so that a large run stays a small file. */
    private void crowd(Ink ink, Plane plane) {
        Set<List<Long>> drawn = new HashSet<>();
        for (Point point : points) {
            long column = Math.round(x(plane, point) / CROWD_GRID);
            long row = Math.round(y(plane, point) / CROWD_GRID);
            if (drawn.add(List.of((long) point.path(), column, row))) {
                double x = column * CROWD_GRID - CROWD_MARK / 2;
                double y = row * CROWD_GRID - CROWD_MARK / 2;
                ink.bar(x, y, CROWD_MARK, CROWD_MARK, Palette.of(point.path()));
            }
        }
    }

    private static double x(Plane plane, Point point) {
        return plane.x(point.share() * 100);
    }

    private double y(Plane plane, Point point) {
        return plane.y(scale.of(point.goodput().median()));
    }
}
