package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.TrialRecord;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time of the client's and the server's core went, for each path and offload. */
final class BudgetFigures {

    private static final int HEIGHT = 470;

    /** More groups than this go to a second figure, so that bars stay wide enough to read. */
    private static final int GROUPS_PER_FIGURE = 6;

    /** What a core was to a trial; a core that was both is its own case, else the picture would be a mixture. */
    private enum Role {
        CLIENT("client"),
        SERVER("server"),
        BOTH("same");

        private final String label;

        Role(String label) {
            this.label = label;
        }
    }

    private record Bar(RunData.Group group, Role role) {}

    private record Mean(int cores, Map<BudgetPart, Double> shares) {}

    private final RunData data;
    private final Map<Bar, Mean> bars = new LinkedHashMap<>();

    private BudgetFigures(RunData data) {
        this.data = data;
        Map<Bar, List<BudgetShares>> budgets = new LinkedHashMap<>();
        for (TrialRecord trial : data.trials()) {
            if (trial.usable()) {
                collect(trial, budgets);
            }
        }
        budgets.forEach((bar, list) -> bars.put(bar, mean(list)));
    }

    private static void collect(TrialRecord trial, Map<Bar, List<BudgetShares>> budgets) {
        String client = trial.levels().get(Factor.CLIENT_CORE);
        String server = trial.levels().get(Factor.SERVER_CORE);
        for (BudgetShares budget : trial.metrics().budgets()) {
            String cpu = Integer.toString(budget.cpu());
            boolean isClient = cpu.equals(client);
            boolean isServer = cpu.equals(server);
            if (isClient || isServer) {
                Role role = isClient && isServer ? Role.BOTH : isClient ? Role.CLIENT : Role.SERVER;
                budgets.computeIfAbsent(new Bar(RunData.groupOf(trial.levels()), role), b -> new ArrayList<>())
                        .add(budget);
            }
        }
    }

    private static Mean mean(List<BudgetShares> budgets) {
        Map<BudgetPart, Double> shares = new EnumMap<>(BudgetPart.class);
        for (BudgetPart part : BudgetPart.values()) {
            double sum = 0;
            int known = 0;
            for (BudgetShares budget : budgets) {
                Double share = part.of(budget);
                if (share != null) {
                    sum += share;
                    known++;
                }
            }
            if (known > 0) {
                shares.put(part, sum / known);
            }
        }
        return new Mean(budgets.size(), shares);
    }

    static List<Figure> of(RunData data) {
        BudgetFigures budgets = new BudgetFigures(data);
        List<RunData.Group> groups = data.groups().stream()
                .filter(g ->
                        budgets.bars.keySet().stream().anyMatch(b -> b.group().equals(g)))
                .toList();
        List<Figure> figures = new ArrayList<>();
        for (int from = 0; from < groups.size(); from += GROUPS_PER_FIGURE) {
            List<RunData.Group> part = groups.subList(from, Math.min(groups.size(), from + GROUPS_PER_FIGURE));
            int number = from / GROUPS_PER_FIGURE + 1;
            figures.add(budgets.figure(part, number, groups.size() > GROUPS_PER_FIGURE));
        }
        return figures;
    }

    private Figure figure(List<RunData.Group> groups, int number, boolean several) {
        boolean hardIrq = bars.values().stream().anyMatch(m -> m.shares().containsKey(BudgetPart.HARD_IRQ));
        String caption =
                "Where the time of the measured cores went, as the mean over all usable trials: the client's core, "
                        + "the server's core, and apart from them the core that was both (\"same\"). A core near 100 % without "
                        + "idle time is the bottleneck; its largest part says what it was busy with. "
                        + "Softirq in the context of another task is \"inline softirq\". "
                        + (hardIrq
                                ? ""
                                : "This kernel does not account hard interrupts, so they hide in the other parts. ")
                        + "There are no error bars: the parts are read against each other.";
        return new Figure(
                number == 1 ? "core-time-budget" : "core-time-budget-" + number,
                "Core-time budget" + (several ? " (part " + number + ")" : ""),
                caption,
                alt(groups),
                width(groups),
                HEIGHT + 8 + (int) Ink.legendHeight(legend(groups), width(groups) - 90),
                g -> paint(g, groups));
    }

    private static int width(List<RunData.Group> groups) {
        return Math.max(Figure.WIDTH, 90 + groups.size() * 152);
    }

    private String alt(List<RunData.Group> groups) {
        StringBuilder text = new StringBuilder("Stacked bars of core time.");
        bars.forEach((bar, mean) -> {
            if (groups.contains(bar.group())) {
                text.append(' ').append(data.name(bar.group())).append(", ");
                text.append(bar.role().label).append(" core:");
                mean.shares().forEach((part, share) -> {
                    if (share >= 0.02) {
                        text.append(String.format(Locale.ROOT, " %s %.0f %%,", part.label(), share * 100));
                    }
                });
                text.setCharAt(text.length() - 1, '.');
            }
        });
        return text.toString();
    }

    private List<Ink.Entry> legend(List<RunData.Group> groups) {
        List<Ink.Entry> entries = new ArrayList<>();
        for (BudgetPart part : BudgetPart.values()) {
            boolean shown = bars.entrySet().stream()
                    .filter(e -> groups.contains(e.getKey().group()))
                    .anyMatch(e -> e.getValue().shares().getOrDefault(part, 0.0) > 0.0005);
            if (shown) {
                entries.add(new Ink.Entry(part.label(), part.color(), -1));
            }
        }
        return entries;
    }

    private void paint(Graphics2D g, List<RunData.Group> groups) {
        double top = bars.entrySet().stream()
                .filter(e -> groups.contains(e.getKey().group()))
                .mapToDouble(e -> 100
                        * e.getValue().shares().values().stream()
                                .mapToDouble(s -> Math.max(0, s))
                                .sum())
                .max()
                .orElse(100);
        Plane plane = new Plane(
                8,
                44,
                width(groups) - 24,
                HEIGHT - 128,
                new Plane.Axis("", 0, groups.size(), false),
                new Plane.Axis("Share of the core's time (%)", 0, Math.max(100, top), true));
        plane.paint(g);
        Ink ink = new Ink(g);
        for (int i = 0; i < groups.size(); i++) {
            group(ink, plane, groups.get(i), i);
        }
        ink.line(plane.x(0), plane.y(0), plane.x(groups.size()), plane.y(0), Palette.SOFT_INK, 1);
        ink.legend(legend(groups), 66, HEIGHT - 8, width(groups) - 90);
    }

    private void group(Ink ink, Plane plane, RunData.Group group, int index) {
        List<Role> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            if (bars.containsKey(new Bar(group, role))) {
                roles.add(role);
            }
        }
        double left = plane.x(index);
        double room = plane.x(index + 1) - left;
        double slot = Math.min(90, room * 0.9 / roles.size());
        double start = left + (room - slot * roles.size()) / 2;
        for (int i = 0; i < roles.size(); i++) {
            Mean mean = bars.get(new Bar(group, roles.get(i)));
            double center = start + (i + 0.5) * slot;
            if (mean != null) {
                stack(ink, plane, mean, center, slot * 0.84);
            }
            String label = Ink.fit(roles.get(i).label, slot < 44 ? Ink.SMALL : Ink.LABEL, slot);
            ink.text(label, center, plane.y(0) + 18, slot < 44 ? Ink.SMALL : Ink.LABEL, Palette.INK, Ink.Align.CENTER);
        }
        double middle = left + room / 2;
        ink.line(start + 3, plane.y(0) + 26, start + slot * roles.size() - 3, plane.y(0) + 26, Palette.SOFT_INK, 0.8f);
        String path = Ink.fit(VisibleText.shortened(group.path(), 40), Ink.STRONG, room - 6);
        ink.text(path, middle, plane.y(0) + 44, Ink.STRONG, Palette.INK, Ink.Align.CENTER);
        if (data.varies(Factor.OFFLOAD)) {
            String offload = "offload " + VisibleText.shortened(group.offload(), 30);
            String fitted = Ink.fit(offload, Ink.LABEL, room - 6);
            ink.text(fitted, middle, plane.y(0) + 62, Ink.LABEL, Palette.SOFT_INK, Ink.Align.CENTER);
        }
    }

    private static void stack(Ink ink, Plane plane, Mean mean, double center, double width) {
        double base = 0;
        for (Map.Entry<BudgetPart, Double> entry : mean.shares().entrySet()) {
            double percent = Math.max(0, entry.getValue()) * 100;
            double y = plane.y(base + percent);
            double height = plane.y(base) - y;
            Color color = entry.getKey().color();
            ink.bar(center - width / 2, y, width, height, color);
            if (height >= 16 && width >= 28) {
                String value = String.format(Locale.ROOT, "%.0f", percent);
                ink.text(value, center, y + height / 2 + 4, Ink.SMALL, Palette.textOn(color), Ink.Align.CENTER);
            }
            base += percent;
        }
    }
}
