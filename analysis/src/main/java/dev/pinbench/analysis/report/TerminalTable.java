package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.VisibleText;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.model.Summary;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.RunManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of combinations and the findings as plain text for a terminal. */
public final class TerminalTable {

    private static final int MAX_ROWS = 40;
    private static final int MIN_WIDTH = 24;
    private static final String GAP = "  ";

    /** A column: {@code rank} 0 always stays; the highest ranks go first where the terminal is narrow. */
    private record Column(String head, boolean number, int rank, List<String> cells) {
        int width() {
            return Math.max(
                    length(head),
                    cells.stream().mapToInt(TerminalTable::length).max().orElse(0));
        }
    }

    private TerminalTable() {}

    /**
     * The table with a column for each factor that varied, then the findings. On a narrow terminal columns of lesser
     * weight are left out, and where even that is not enough each combination becomes a wrapped entry. Lines are at most {@code width} characters
     * long, except below 24, where they are 24. Where a run has more than 40 combinations, the 40 slowest are shown.
     *
     * @param width columns of the terminal
     */
    public static String render(RunManifest manifest, RunAnalysis analysis, int width) {
        int room = Math.max(MIN_WIDTH, width);
        List<CombinationSummary> all = analysis.combinations();
        List<CombinationSummary> shown = all.size() <= MAX_ROWS
                ? all
                : all.stream()
                        .sorted(ReportTables.slowestFirst())
                        .limit(MAX_ROWS)
                        .toList();
        StringBuilder out = new StringBuilder();
        if (!shown.isEmpty()) {
            table(out, columns(analysis.varied(), shown), shown.size(), room);
        }
        if (shown.size() < all.size()) {
            wrap(
                    out,
                    "The " + shown.size() + " slowest of " + all.size() + " combinations of "
                            + VisibleText.shortened(manifest.name(), 40) + "; the other "
                            + (all.size() - shown.size()) + " stand in report.html.",
                    room,
                    "");
        }
        for (Finding finding : analysis.findings()) {
            String word = finding.kind().equals("caution") ? "Caution: " : "Finding: ";
            wrap(out, word + VisibleText.oneLine(finding.text()), room, GAP);
        }
        return out.toString();
    }

    private static List<Column> columns(List<Factor> varied, List<CombinationSummary> rows) {
        double highest = rows.stream()
                .map(CombinationSummary::goodputBps)
                .mapToDouble(s -> s == null ? 0 : s.median())
                .max()
                .orElse(0);
        double unit = highest >= 1e9 ? 1e9 : highest >= 1e6 ? 1e6 : 1e3;
        String name = unit >= 1e9 ? "Gbit/s" : unit >= 1e6 ? "Mbit/s" : "kbit/s";
        List<Column> columns = new ArrayList<>();
        for (Factor factor : varied) {
            List<String> levels = rows.stream()
                    .map(c -> VisibleText.shortened(c.levels().get(factor), 40))
                    .toList();
            boolean numbers = levels.stream().allMatch(l -> l.matches("\\d+"));
            columns.add(new Column(head(factor), numbers, 0, levels));
        }
        columns.add(new Column(name, true, 0, cells(rows, c -> median(c.goodputBps(), unit))));
        columns.add(new Column(intervalHead(rows), true, 2, cells(rows, c -> interval(c.goodputBps(), unit))));
        columns.add(new Column("CV", true, 4, cells(rows, c -> variation(c.goodputBps()))));
        columns.add(new Column("softirq", true, 1, cells(rows, c -> Format.percent(c.softirqShareMax(), 0))));
        columns.add(new Column("ksoftirqd", true, 3, cells(rows, c -> Format.percent(c.ksoftirqdRunShareMax(), 0))));
        columns.add(new Column("n", true, 0, cells(rows, c -> count(c))));
        return columns;
    }

    private static String head(Factor factor) {
        return switch (factor) {
            case CLIENT_CORE -> "client";
            case SERVER_CORE -> "server";
            case SOFTIRQ_CORE -> "softirq on";
            default -> factor.label();
        };
    }

    private static List<String> cells(
            List<CombinationSummary> rows, java.util.function.Function<CombinationSummary, String> cell) {
        return rows.stream().map(cell).toList();
    }

    private static String median(@Nullable Summary goodput, double unit) {
        return goodput == null ? Format.UNKNOWN : Format.significant(goodput.median() / unit);
    }

    private static String interval(@Nullable Summary goodput, double unit) {
        Interval interval = goodput == null ? null : goodput.medianInterval();
        return interval == null ? Format.UNKNOWN : Format.range(interval.low() / unit, interval.high() / unit);
    }

    /** The level only where all rows have the 95 % that a reader expects: few blocks cover less. */
    private static String intervalHead(List<CombinationSummary> rows) {
        return ReportTables.commonLevel(rows).filter("95 %"::equals).orElse("interval");
    }

    private static String variation(@Nullable Summary goodput) {
        return goodput == null ? Format.UNKNOWN : Format.percent(goodput.coefficientOfVariation(), 1);
    }

    private static String count(CombinationSummary c) {
        return (c.goodputBps() == null ? 0 : c.goodputBps().n()) + "/" + c.planned();
    }

    private static void table(StringBuilder out, List<Column> all, int rows, int room) {
        List<Column> columns = new ArrayList<>(all);
        while (total(columns) > room && columns.stream().anyMatch(c -> c.rank() > 0)) {
            columns.stream().max(Comparator.comparingInt(Column::rank)).ifPresent(columns::remove);
        }
        if (total(columns) > room) {
            list(out, columns, rows, room);
            return;
        }
        line(out, columns.stream().map(Column::head).toList(), columns);
        for (int row = 0; row < rows; row++) {
            int r = row;
            line(out, columns.stream().map(c -> c.cells().get(r)).toList(), columns);
        }
    }

    /** One wrapped entry for each combination: cut levels could no longer be told apart. */
    private static void list(StringBuilder out, List<Column> columns, int rows, int room) {
        for (int row = 0; row < rows; row++) {
            int r = row;
            wrap(
                    out,
                    columns.stream().map(c -> c.head() + " " + c.cells().get(r)).collect(Collectors.joining(", ")),
                    room,
                    GAP);
        }
    }

    private static int total(List<Column> columns) {
        return (columns.size() - 1) * GAP.length()
                + columns.stream().mapToInt(Column::width).sum();
    }

    private static void line(StringBuilder out, List<String> cells, List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String pad = " ".repeat(column.width() - length(cells.get(i)));
            line.append(i == 0 ? "" : GAP).append(column.number() ? pad + cells.get(i) : cells.get(i) + pad);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static void wrap(StringBuilder out, String text, int room, String indent) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String rest = word;
            if (line.length() > 0 && length(line.toString()) + 1 + length(rest) > room) {
                out.append(line).append('\n');
                line.setLength(0);
                line.append(indent);
            } else if (line.length() > 0) {
                line.append(' ');
            }
            while (length(line.toString()) + length(rest) > room) {
                int fits = rest.offsetByCodePoints(0, room - length(line.toString()));
                out.append(line).append(rest, 0, fits).append('\n');
                rest = rest.substring(fits);
                line.setLength(0);
                line.append(indent);
            }
            line.append(rest);
        }
        out.append(line).append('\n');
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
