package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.text.Units;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Draws ways of packets: a box for each namespace, a line through its interfaces, columns of counts beside them. */
final class PathFigure {
    private static final int TOP = 44;
    private static final int MARGIN = 14;
    private static final int LEAST_NAMES = 272;
    private static final int COLUMN = 236;
    private static final int HEADING = 24;
    private static final int BOX_HEAD = 20;
    private static final int BOX_FOOT = 6;
    private static final int GAP = 16;
    private static final int LINE = 15;
    private static final int ROW_PAD = 10;
    private static final int LEGEND = 30;
    private static final double TRACK = MARGIN + 16.0;
    private static final double TEXT = MARGIN + 34.0;
    private static final int RATE = 96;
    private static final int MOST_LINES_OF_A_NOTE = 3;
    private static final Color BAR = Palette.tint(Palette.of(0), 0.55);
    private static final Color WARNING = Palette.of(1);

    /** A hop where it is drawn; the box that it stands in begins above it if {@code opens} and ends below if {@code closes}. */
    private record Row(
            PathDrawing.Hop hop, List<String> notes, boolean opens, boolean closes, double top, double height) {}

    private record Placed(PathDrawing.Way way, List<String> end, List<Row> rows, double top, double bottom) {}

    private final PathDrawing drawing;
    private final List<Placed> ways = new ArrayList<>();
    private final int width;
    private final int height;
    private final int names;
    private final double most;

    private PathFigure(PathDrawing drawing) {
        this.drawing = drawing;
        int columns = drawing.columns().size();
        width = Math.max(Figure.WIDTH, 2 * MARGIN + LEAST_NAMES + columns * COLUMN);
        names = width - 2 * MARGIN - columns * COLUMN;
        double y = TOP;
        for (PathDrawing.Way way : drawing.ways()) {
            Placed placed = place(way, y);
            ways.add(placed);
            y = placed.bottom() + GAP;
        }
        height = (int) Math.ceil(y) + LEGEND;
        most = drawing.ways().stream()
                .flatMap(way -> way.hops().stream())
                .flatMap(hop -> hop.cells().stream())
                .filter(Objects::nonNull)
                .map(PathDrawing.Cell::flow)
                .filter(Objects::nonNull)
                .mapToDouble(PathDrawing.Flow::packetsPerSecond)
                .max()
                .orElse(0);
    }

    /** The figure for pixels, and as SVG. */
    record Drawn(Figure figure, String svg) {}

    static Drawn of(String id, String caption, PathDrawing drawing) {
        PathFigure drawn = new PathFigure(drawing);
        Figure figure = new Figure(
                id,
                VisibleText.oneLine(drawing.title()),
                caption,
                drawn.alt(),
                drawn.width,
                drawn.height,
                g -> drawn.paint(new Ink(g)));
        return new Drawn(figure, SvgPen.svg(figure, drawn::paint));
    }

    private Placed place(PathDrawing.Way way, double top) {
        double y = top + HEADING;
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < way.hops().size(); i++) {
            PathDrawing.Hop hop = way.hops().get(i);
            boolean opens = i == 0 || !way.hops().get(i - 1).place().equals(hop.place());
            boolean closes =
                    i == way.hops().size() - 1 || !way.hops().get(i + 1).place().equals(hop.place());
            y += opens ? BOX_HEAD : 0;
            List<String> notes = new ArrayList<>();
            for (String note : hop.notes()) {
                notes.addAll(wrapped(note, Ink.SMALL, nameRoom()));
            }
            double high = Math.max(1 + notes.size(), lines(hop)) * LINE + ROW_PAD;
            rows.add(new Row(hop, notes, opens, closes, y, high));
            y += high + (closes ? BOX_FOOT + GAP : 0);
        }
        List<String> end = way.end() == null ? List.of() : wrapped(way.end(), Ink.LABEL, width - TEXT - MARGIN);
        return new Placed(way, end, rows, top, y - GAP + end.size() * (LINE + 2));
    }

    private static int lines(PathDrawing.Hop hop) {
        return hop.cells().stream()
                .filter(Objects::nonNull)
                .mapToInt(cell -> (cell.flow() == null ? 0 : 2)
                        + (cell.mtuBytes() == null && cell.switches().isEmpty() ? 0 : 1)
                        + (cell.warning() == null ? 0 : 1))
                .max()
                .orElse(0);
    }

    /** Lines that fit, the last one cut if there would be too many. */
    private static List<String> wrapped(String text, Font font, double room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : VisibleText.shortened(text, 300).split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && Ink.width(longer, font) > room) {
                if (lines.size() == MOST_LINES_OF_A_NOTE - 1) {
                    line.append(" …");
                    break;
                }
                lines.add(Ink.fit(line.toString(), font, room));
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        lines.add(Ink.fit(line.toString(), font, room));
        return lines;
    }

    private double columnLeft(int column) {
        return MARGIN + names + (double) column * COLUMN;
    }

    /** What the name of an interface may take. */
    private double nameRoom() {
        return MARGIN + names - TEXT - 10;
    }

    private void paint(Pen pen) {
        ways.forEach(way -> way(pen, way));
        legend(pen);
    }

    private void way(Pen pen, Placed placed) {
        String heading = VisibleText.oneLine(placed.way().heading());
        pen.text(
                Ink.fit(heading, Ink.STRONG, names - 10),
                MARGIN,
                placed.top() + 16,
                Ink.STRONG,
                Palette.INK,
                Ink.Align.LEFT);
        for (int i = 0; i < drawing.columns().size(); i++) {
            String title = Ink.fit(VisibleText.oneLine(drawing.columns().get(i)), Ink.STRONG, COLUMN - 12);
            pen.text(title, columnLeft(i), placed.top() + 16, Ink.STRONG, Palette.INK, Ink.Align.LEFT);
        }
        List<Row> rows = placed.rows();
        boxes(pen, rows);
        track(pen, rows, placed.way().upwards());
        rows.forEach(row -> row(pen, row));
        double y = placed.bottom() - placed.end().size() * (LINE + 2) + LINE;
        for (String line : placed.end()) {
            pen.text(line, TEXT, y, Ink.LABEL, Palette.INK, Ink.Align.LEFT);
            y += LINE + 2;
        }
    }

    private void boxes(Pen pen, List<Row> rows) {
        double top = 0;
        boolean first = false;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.opens()) {
                top = row.top() - BOX_HEAD;
                first = i == 0;
            }
            if (row.closes()) {
                boolean atAnEnd = first || i == rows.size() - 1;
                double bottom = row.top() + row.height() + BOX_FOOT;
                Color color = atAnEnd ? Palette.tint(Palette.of(5), 0.2) : Palette.PALE;
                pen.panel(MARGIN, top, width - 2.0 * MARGIN, bottom - top, 10, color);
                String place = VisibleText.oneLine(row.hop().place());
                pen.text(
                        Ink.fit(place, Ink.SMALL, width - TEXT - 2.0 * MARGIN),
                        TEXT,
                        top + 14,
                        Ink.SMALL,
                        Palette.SOFT_INK,
                        Ink.Align.LEFT);
            }
        }
    }

    /** The line through all interfaces, with an arrow head where it leaves a box. */
    private static void track(Pen pen, List<Row> rows, boolean upwards) {
        if (rows.isEmpty()) {
            return;
        }
        pen.line(TRACK, dot(rows.get(0)), TRACK, dot(rows.get(rows.size() - 1)), Palette.SOFT_INK, 2);
        for (int i = 0; i < rows.size() - 1; i++) {
            Row row = rows.get(i);
            if (row.closes()) {
                double y = row.top() + row.height() + BOX_FOOT + GAP / 2.0;
                pen.arrow(TRACK, y, 5, upwards, Palette.SOFT_INK);
            }
        }
    }

    private static double dot(Row row) {
        return row.top() + LINE - 4;
    }

    private void row(Pen pen, Row row) {
        PathDrawing.Hop hop = row.hop();
        boolean warned = hop.cells().stream().anyMatch(cell -> cell != null && cell.warning() != null);
        pen.dot(TRACK, dot(row), 5, warned ? WARNING : Palette.of(0));
        double y = row.top() + LINE;
        String name = Ink.fit(VisibleText.oneLine(hop.name()), Ink.STRONG, nameRoom());
        pen.text(name, TEXT, y, Ink.STRONG, Palette.INK, Ink.Align.LEFT);
        for (String note : row.notes()) {
            y += LINE;
            pen.text(note, TEXT, y, Ink.SMALL, Palette.SOFT_INK, Ink.Align.LEFT);
        }
        for (int i = 0; i < Math.min(hop.cells().size(), drawing.columns().size()); i++) {
            PathDrawing.Cell cell = hop.cells().get(i);
            if (cell != null) {
                cell(pen, cell, columnLeft(i), row.top() + LINE);
            }
        }
    }

    private void cell(Pen pen, PathDrawing.Cell cell, double left, double firstLine) {
        double y = firstLine;
        PathDrawing.Flow flow = cell.flow();
        if (flow != null) {
            String rate = Units.formatBitRate(flow.bitsPerSecond());
            pen.text(rate, left, y, Ink.STRONG, Palette.INK, Ink.Align.LEFT);
            pen.text(packets(flow), left + RATE, y, Ink.LABEL, Palette.INK, Ink.Align.LEFT);
            y += LINE;
            if (flow.packetsPerSecond() > 0) {
                double room = COLUMN - 116;
                pen.bar(left, y - 8, room, 7, Palette.GRID);
                pen.bar(left, y - 8, Math.max(1, room * flow.packetsPerSecond() / most), 7, BAR);
                pen.text(size(flow), left + room + 6, y - 1, Ink.SMALL, Palette.SOFT_INK, Ink.Align.LEFT);
            }
            y += LINE;
        }
        if (cell.mtuBytes() != null || !cell.switches().isEmpty()) {
            setUp(pen, cell, left, y);
            y += LINE;
        }
        String warning = cell.warning();
        if (warning != null) {
            pen.arrow(left + 5, y - 4, 5, false, WARNING);
            pen.text(
                    Ink.fit(VisibleText.oneLine(warning), Ink.SMALL, COLUMN - 24),
                    left + 14,
                    y,
                    Ink.SMALL,
                    Palette.INK,
                    Ink.Align.LEFT);
        }
    }

    private static void setUp(Pen pen, PathDrawing.Cell cell, double left, double y) {
        double x = left;
        Integer mtu = cell.mtuBytes();
        if (mtu != null) {
            String text = "MTU " + mtu;
            pen.text(text, x, y, Ink.SMALL, Palette.SOFT_INK, Ink.Align.LEFT);
            x += Math.max(60, Ink.width(text, Ink.SMALL) + 8);
        }
        for (PathDrawing.Switch each : cell.switches()) {
            x += chip(pen, each.name(), each.on(), x, y) + 4;
        }
    }

    /** An offload as a chip: filled if on, struck out if off. Gives its width. */
    private static double chip(Pen pen, String text, boolean on, double x, double y) {
        String shown = Ink.fit(VisibleText.oneLine(text), Ink.SMALL, 80);
        double wide = Ink.width(shown, Ink.SMALL) + 10;
        pen.panel(x, y - 10, wide, 13, 5, on ? Palette.tint(Palette.of(2), 0.35) : Palette.GRID);
        pen.text(shown, x + 5, y, Ink.SMALL, on ? Palette.INK : Palette.SOFT_INK, Ink.Align.LEFT);
        if (!on) {
            pen.line(x + 3, y - 3.5, x + wide - 3, y - 3.5, Palette.SOFT_INK, 1);
        }
        return wide;
    }

    private void legend(Pen pen) {
        double y = height - 12;
        double x = MARGIN;
        x += chip(pen, "tso", true, x, y) + 4;
        x = words(pen, "offload on", x, y);
        x += chip(pen, "tso", false, x, y) + 4;
        x = words(pen, "off", x, y);
        if (most > 0) {
            pen.bar(x, y - 7, 26, 7, BAR);
            x = words(pen, "packets/s, full width: " + Units.formatCount(most), x + 30, y);
        }
        boolean warned = drawing.ways().stream()
                .flatMap(way -> way.hops().stream())
                .flatMap(hop -> hop.cells().stream())
                .anyMatch(cell -> cell != null && cell.warning() != null);
        if (warned) {
            pen.arrow(x + 5, y - 4, 5, false, WARNING);
            words(pen, "packets dropped", x + 14, y);
        }
    }

    private static double words(Pen pen, String text, double x, double y) {
        pen.text(text, x, y, Ink.SMALL, Palette.SOFT_INK, Ink.Align.LEFT);
        return x + Ink.width(text, Ink.SMALL) + 16;
    }

    private static String packets(PathDrawing.Flow flow) {
        return Units.formatCount(flow.packetsPerSecond()) + " packets/s";
    }

    /** Whole bytes where the difference between segment sizes matters. */
    private static String size(PathDrawing.Flow flow) {
        double bytes = flow.bytesPerPacket();
        return (bytes < 10_000 ? String.format(Locale.ROOT, "%.0f B", bytes) : Units.formatBytes(bytes)) + " a packet";
    }

    private String alt() {
        StringBuilder text = new StringBuilder("Interfaces in the order that packets cross them.");
        for (PathDrawing.Way way : drawing.ways()) {
            text.append(' ').append(VisibleText.oneLine(way.heading())).append(':');
            for (PathDrawing.Hop hop : way.hops()) {
                text.append(' ')
                        .append(VisibleText.shortened(hop.place(), 40))
                        .append('/')
                        .append(VisibleText.shortened(hop.name(), 40));
                for (int i = 0;
                        i < Math.min(hop.cells().size(), drawing.columns().size());
                        i++) {
                    text.append(words(hop.cells().get(i), drawing.columns().get(i)));
                }
                text.append(';');
            }
            text.setCharAt(text.length() - 1, '.');
            if (way.end() != null) {
                text.append(' ').append(VisibleText.oneLine(way.end())).append('.');
            }
        }
        return text.toString();
    }

    private static String words(PathDrawing.@Nullable Cell cell, String column) {
        if (cell == null || cell.flow() == null) {
            return "";
        }
        return " " + VisibleText.shortened(column, 40) + " "
                + Units.formatBitRate(cell.flow().bitsPerSecond()) + " in " + packets(cell.flow())
                + (cell.warning() == null ? "" : ", " + VisibleText.oneLine(cell.warning())) + ",";
    }
}
