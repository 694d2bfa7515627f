package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TrialRecord;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** One trial over time: what arrived, and below it on the same time axis what the cores did. */
final class TimelineFigure {

    /** Nanoseconds of one USER_HZ tick, which is 10 ms on every Linux port that Java runs on (asm-generic/param.h). */
    private static final double TICK_NANOS = 10_000_000;

    private static final int TOP_PANEL = 250;
    private static final int LOWER_PANEL = 240;
    private static final int PANEL_GAP = 10;
    private static final int LEFT_WIDTH = 70;

    @SuppressWarnings("ArrayRecordComponent") // XChart takes arrays; the record is private and never compared
    private record Line(String label, Color color, float width, double[] x, double[] y) {
        OptionalDouble max() {
            return Arrays.stream(y).filter(v -> !Double.isNaN(v)).max();
        }
    }

    private final TrialRecord trial;
    private final RateScale scale;
    private final Line goodput;
    private final List<Line> shares = new ArrayList<>();
    private final double end;

    private TimelineFigure(TimelineTrial timeline) {
        trial = timeline.trial();
        List<NetRow> rows = timeline.frames().net().stream()
                .filter(r -> r.namespace().equals(timeline.namespace())
                        && r.interfaceName().equals(timeline.interfaceName()))
                .toList();
        double highest =
                rows.stream().mapToDouble(TimelineFigure::bitsPerSecond).max().orElse(0);
        scale = RateScale.forMaximum(highest);
        goodput = steps("received", Palette.of(0), 1.8f, rows, NetRow::time, r -> scale.of(bitsPerSecond(r)));
        String client = trial.levels().get(Factor.CLIENT_CORE);
        String server = trial.levels().get(Factor.SERVER_CORE);
        List<CpuRow> cpus = timeline.frames().cpu().stream().toList();
        if (client.equals(server)) {
            share("softirq, shared core", client, cpus, TimelineFigure::softirq, Palette.of(1));
            share("ksoftirqd, shared core", client, cpus, ksoftirqd(cpus), Palette.of(6));
        } else {
            share("softirq, client core", client, cpus, TimelineFigure::softirq, Palette.of(4));
            share("ksoftirqd, client core", client, cpus, ksoftirqd(cpus), Palette.of(2));
            share("softirq, server core", server, cpus, TimelineFigure::softirq, Palette.of(1));
            share("ksoftirqd, server core", server, cpus, ksoftirqd(cpus), Palette.of(3));
        }
        double last = rows.stream()
                .mapToDouble(r -> seconds(r.time().startNanos()))
                .max()
                .orElse(0);
        end = Math.max(
                last,
                cpus.stream()
                        .mapToDouble(r -> seconds(r.time().startNanos()))
                        .max()
                        .orElse(0));
    }

    /** Empty if the interface has no row in the frames. */
    static Optional<Figure> of(TimelineTrial timeline) {
        TimelineFigure figure = new TimelineFigure(timeline);
        if (figure.goodput.max().isEmpty() || !(figure.end > 0)) {
            return Optional.empty();
        }
        String levels = VisibleText.shortened(
                timeline.trial()
                        .levels()
                        .describe(f -> f == Factor.PATH
                                || f == Factor.CLIENT_CORE
                                || f == Factor.SERVER_CORE
                                || f == Factor.MSS
                                || f == Factor.OFFLOAD),
                160);
        int height = figure.panels() + 12;
        return Optional.of(new Figure(
                "timeline",
                "Trial " + timeline.trial().trial() + " over time",
                "Trial " + timeline.trial().trial() + " (" + levels
                        + "). Above: what arrived at the receiving interface, "
                        + "headers included, frame by frame. Below: the softirq share of the two cores (from the kernel's "
                        + "10 ms ticks, so one frame is coarse) and the run share of their ksoftirqd (counted in ns). Each step "
                        + "spans the true time between two frames; a break is a value that could not be had. The grey "
                        + "parts lie outside the measured window. Each value is one reading, so there are no error bars.",
                figure.alt(),
                Figure.WIDTH,
                height + 8 + (int) Ink.legendHeight(figure.legend(), Figure.WIDTH - 110),
                figure::paint));
    }

    private void share(String label, String core, List<CpuRow> rows, ToDoubleFunction<CpuRow> nanos, Color color) {
        List<CpuRow> own = rows.stream()
                .filter(r -> Integer.toString(r.cpu()).equals(core))
                .toList();
        Line line = steps(
                label,
                color,
                1.6f,
                own,
                CpuRow::time,
                r -> 100 * nanos.applyAsDouble(r) / r.time().elapsedNanos());
        if (line.max().isPresent()) {
            shares.add(line);
        }
    }

    private static double softirq(CpuRow row) {
        return orUnknown(row.increase(CpuCounter.SOFTIRQ_TICKS)) * TICK_NANOS;
    }

    /** By task clocks, or if a frame lacks one that has a run time by {@code schedstat}: not by both in one line. */
    private static ToDoubleFunction<CpuRow> ksoftirqd(List<CpuRow> rows) {
        boolean clocked = rows.stream()
                .allMatch(row ->
                        row.increase(CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS).isPresent()
                                || row.increase(CpuCounter.KSOFTIRQD_RUN_NANOS).isEmpty());
        CpuCounter counter = clocked ? CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS : CpuCounter.KSOFTIRQD_RUN_NANOS;
        return row -> orUnknown(row.increase(counter));
    }

    private static double orUnknown(OptionalLong increase) {
        return increase.isPresent() ? increase.getAsLong() : Double.NaN;
    }

    /** One horizontal stretch for each frame, broken where a frame number is left out. */
    private static <R> Line steps(
            String label,
            Color color,
            float width,
            List<R> rows,
            java.util.function.Function<R, FrameTime> time,
            ToDoubleFunction<R> value) {
        double[] x = new double[rows.size() * 3];
        double[] y = new double[rows.size() * 3];
        int previous = Integer.MIN_VALUE;
        int n = 0;
        for (R row : rows) {
            FrameTime frame = time.apply(row);
            double from = seconds(frame.startNanos() - frame.elapsedNanos());
            if (previous != Integer.MIN_VALUE && frame.frame() != previous + 1) {
                x[n] = from;
                y[n++] = Double.NaN;
            }
            x[n] = from;
            y[n++] = value.applyAsDouble(row);
            x[n] = seconds(frame.startNanos());
            y[n] = y[n - 1];
            n++;
            previous = frame.frame();
        }
        return new Line(label, color, width, Arrays.copyOf(x, n), Arrays.copyOf(y, n));
    }

    private static double bitsPerSecond(NetRow row) {
        return row.rxBytes() * 8e9 / row.time().elapsedNanos();
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private String alt() {
        String received = String.format(
                Locale.ROOT,
                "Received rate over %.1f seconds, up to %.2f %s",
                end,
                goodput.max().orElse(0),
                scale.unit());
        if (shares.isEmpty()) {
            return received + ".";
        }
        return received
                + String.format(Locale.ROOT, "; below it shares of core time, up to %.0f percent.", mostShare());
    }

    private double mostShare() {
        return shares.stream().mapToDouble(l -> l.max().orElse(0)).max().orElse(0);
    }

    /** Lower edge of the last panel; the lower one is left out where nothing is known of the cores. */
    private int panels() {
        return 44 + TOP_PANEL + (shares.isEmpty() ? 0 : PANEL_GAP + LOWER_PANEL);
    }

    private List<Ink.Entry> legend() {
        return shares.stream().map(l -> new Ink.Entry(l.label(), l.color(), -1)).toList();
    }

    private void paint(Graphics2D g) {
        double top = RateScale.axisEnd(goodput.max().orElse(1));
        Plane.Axis time = new Plane.Axis("Time since the first frame (s)", 0, end, true);
        Plane upper = new Plane(
                        8,
                        50,
                        Figure.WIDTH - 24,
                        TOP_PANEL,
                        shares.isEmpty() ? time : new Plane.Axis("", 0, end, false),
                        new Plane.Axis("Received (" + scale.unit() + ")", 0, top, true))
                .leftWidth(LEFT_WIDTH)
                .line(goodput.label(), goodput.x(), goodput.y(), goodput.color(), goodput.width());
        upper.paint(g);
        Ink ink = new Ink(g);
        window(ink, upper, top);
        if (trial.timing().windowStartNanos() != null) {
            double at = Math.max(0, seconds(trial.timing().windowStartNanos()));
            ink.text("measured window", upper.x(at) + 5, upper.y(top) - 5, Ink.SMALL, Palette.SOFT_INK, Ink.Align.LEFT);
        }
        if (!shares.isEmpty()) {
            double most = mostShare() > 70 ? Math.max(100, mostShare()) : axisEnd(mostShare());
            Plane lower = new Plane(
                            8,
                            50 + TOP_PANEL + PANEL_GAP,
                            Figure.WIDTH - 24,
                            LOWER_PANEL,
                            time,
                            new Plane.Axis("Core time (%)", 0, most, true))
                    .leftWidth(LEFT_WIDTH);
            shares.forEach(l -> lower.line(l.label(), l.x(), l.y(), l.color(), l.width()));
            lower.paint(g);
            window(ink, lower, most);
            ink.legend(legend(), 90, panels() + 12, Figure.WIDTH - 110);
        }
    }

    private static double axisEnd(double most) {
        return RateScale.axisEnd(Math.max(most, 1));
    }

    private void window(Ink ink, Plane plane, double top) {
        Long from = trial.timing().windowStartNanos();
        Long to = trial.timing().windowEndNanos();
        if (from == null || to == null) {
            return;
        }
        Color shade = new Color(0x5b, 0x63, 0x6d, 34);
        double high = plane.y(0) - plane.y(top);
        double start = Math.max(0, Math.min(end, seconds(from)));
        double stop = Math.max(start, Math.min(end, seconds(to)));
        ink.bar(plane.x(0), plane.y(top), plane.x(start) - plane.x(0), high, shade);
        ink.bar(plane.x(stop), plane.y(top), plane.x(end) - plane.x(stop), high, shade);
        ink.dashed(plane.x(start), plane.y(top), plane.x(start), plane.y(0), Palette.SOFT_INK);
        ink.dashed(plane.x(stop), plane.y(top), plane.x(stop), plane.y(0), Palette.SOFT_INK);
    }
}
