package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.KernelClass;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which kinds of work the measured cores were found at, for each path and offload. */
final class KernelClassFigure {
    private static final int HEIGHT = 500;
    private static final int PER_GROUP = 96;

    /** More bars than this would make the page too wide. */
    private static final int MOST_GROUPS = 12;

    private final RunData data;
    private final Map<RunData.Group, Map<KernelClass, Double>> bars = new LinkedHashMap<>();

    private KernelClassFigure(RunData data, KernelWork work) {
        this.data = data;
        for (RunData.Group group : data.groups()) {
            List<KernelWork.TrialWork> trials = work.trials().stream()
                    .filter(trial -> RunData.groupOf(trial.trial().levels()).equals(group))
                    .toList();
            if (!trials.isEmpty() && bars.size() < MOST_GROUPS) {
                bars.put(group, shares(trials));
            }
        }
    }

    static Optional<Figure> of(RunData data, KernelWork work) {
        KernelClassFigure figure = new KernelClassFigure(data, work);
        return figure.bars.isEmpty() ? Optional.empty() : Optional.of(figure.figure());
    }

    /** Each trial weighs the same, however many samples it has. */
    private static Map<KernelClass, Double> shares(List<KernelWork.TrialWork> trials) {
        Map<KernelClass, Double> shares = new EnumMap<>(KernelClass.class);
        for (KernelWork.TrialWork trial : trials) {
            double all =
                    trial.samples().values().stream().mapToLong(Long::longValue).sum();
            trial.samples()
                    .forEach((kernelClass, samples) ->
                            shares.merge(kernelClass, samples / all / trials.size(), Double::sum));
        }
        return shares;
    }

    private Figure figure() {
        return new Figure(
                "kernel-classes",
                "Kernel functions by kind of work",
                "Where perf's samples found the measured cores, by the function that ran: the mean over all usable trials"
                        + " with a profile. User space and the idle loop stand on top. A function that the table of classes"
                        + " does not know is \"other kernel\".",
                alt(),
                width(),
                HEIGHT + 8 + (int) Ink.legendHeight(legend(), width() - 90),
                this::paint);
    }

    private int width() {
        return Math.max(Figure.WIDTH, 90 + bars.size() * PER_GROUP);
    }

    private String alt() {
        StringBuilder text = new StringBuilder("Stacked bars of samples.");
        bars.forEach((group, shares) -> {
            text.append(' ').append(data.name(group)).append(':');
            shares.forEach((kernelClass, share) ->
                    text.append(String.format(Locale.ROOT, " %s %.0f %%,", kernelClass.label(), share * 100)));
            text.setCharAt(text.length() - 1, '.');
        });
        return text.toString();
    }

    private List<Ink.Entry> legend() {
        List<Ink.Entry> entries = new ArrayList<>();
        for (KernelClass kernelClass : KernelClass.values()) {
            if (bars.values().stream().anyMatch(shares -> shares.containsKey(kernelClass))) {
                entries.add(new Ink.Entry(kernelClass.label(), KernelColors.of(kernelClass), -1));
            }
        }
        return entries;
    }

    private void paint(Graphics2D g) {
        Plane plane = new Plane(
                8,
                44,
                width() - 24,
                HEIGHT - 128,
                new Plane.Axis("", 0, bars.size(), false),
                new Plane.Axis("Share of samples (%)", 0, 100, true));
        plane.paint(g);
        Ink ink = new Ink(g);
        int index = 0;
        for (Map.Entry<RunData.Group, Map<KernelClass, Double>> bar : bars.entrySet()) {
            bar(ink, plane, bar.getKey(), bar.getValue(), index++);
        }
        ink.legend(legend(), 66, HEIGHT - 8, width() - 90);
    }

    private void bar(Ink ink, Plane plane, RunData.Group group, Map<KernelClass, Double> shares, int index) {
        double room = plane.x(index + 1) - plane.x(index);
        double center = plane.x(index) + room / 2;
        double width = Math.min(80, room * 0.7);
        double base = 0;
        for (Map.Entry<KernelClass, Double> share : stacked(shares).entrySet()) {
            double percent = share.getValue() * 100;
            double y = plane.y(base + percent);
            double height = plane.y(base) - y;
            Color color = KernelColors.of(share.getKey());
            ink.bar(center - width / 2, y, width, height, color);
            if (height >= 14) {
                String value = String.format(Locale.ROOT, "%.0f", percent);
                ink.text(value, center, y + height / 2 + 4, Ink.SMALL, Palette.textOn(color), Ink.Align.CENTER);
            }
            base += percent;
        }
        String path = Ink.fit(VisibleText.shortened(group.path(), 40), Ink.SMALL, room - 4);
        ink.text(path, center, plane.y(0) + 18, Ink.SMALL, Palette.INK, Ink.Align.CENTER);
        if (data.varies(Factor.OFFLOAD)) {
            String offload = Ink.fit("offload " + VisibleText.shortened(group.offload(), 30), Ink.SMALL, room - 4);
            ink.text(offload, center, plane.y(0) + 34, Ink.SMALL, Palette.SOFT_INK, Ink.Align.CENTER);
        }
    }

    /** The network's work at the bottom, where bars can be compared; user space and idle time on top. */
    private static Map<KernelClass, Double> stacked(Map<KernelClass, Double> shares) {
        Map<KernelClass, Double> ordered = new LinkedHashMap<>(shares);
        for (KernelClass last : List.of(KernelClass.OTHER, KernelClass.USER, KernelClass.IDLE)) {
            Double share = ordered.remove(last);
            if (share != null) {
                ordered.put(last, share);
            }
        }
        return ordered;
    }
}
