package dev.pinbench.analysis.chart;

import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Draws into SVG with text as text, which a reader can search and select and which takes a tenth of the room of outlines.
 * Nothing but shapes and text comes in: no script, no reference.
 */
final class SvgPen implements Pen {
    /** Verdana has the widths of DejaVu, which Java measures with on most machines. */
    private static final String FONTS = "DejaVu Sans,Verdana,sans-serif";

    private final StringBuilder out;

    private SvgPen(StringBuilder out) {
        this.out = out;
    }

    /** A figure as text, beginning with its {@code <svg>} element. */
    static String svg(Figure figure, Consumer<Pen> painter) {
        StringBuilder out = new StringBuilder(1 << 14);
        SvgPen pen = new SvgPen(out);
        String id = SvgText.escape(figure.id());
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"%s-title %s-desc\""
                        + " viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"%s\">\n",
                id,
                id,
                figure.width(),
                figure.height(),
                figure.width(),
                figure.height(),
                FONTS));
        out.append(
                String.format(Locale.ROOT, "<title id=\"%s-title\">%s</title>\n", id, SvgText.escape(figure.title())));
        out.append(String.format(Locale.ROOT, "<desc id=\"%s-desc\">%s</desc>\n", id, SvgText.escape(figure.alt())));
        pen.bar(0, 0, figure.width(), figure.height(), Color.WHITE);
        painter.accept(pen);
        String title = Ink.fit(figure.title(), Ink.TITLE, figure.width() - 28);
        pen.text(title, 14, 26, Ink.TITLE, Palette.INK, Ink.Align.LEFT);
        return out.append("</svg>\n").toString();
    }

    @Override
    public void text(String text, double x, double y, Font font, Color color, Ink.Align align) {
        if (text.isBlank()) {
            return;
        }
        String anchor = switch (align) {
            case LEFT -> "";
            case CENTER -> " text-anchor=\"middle\"";
            case RIGHT -> " text-anchor=\"end\"";
        };
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\"%s%s fill=\"%s\">%s</text>\n",
                x,
                y,
                font.getSize(),
                font.isBold() ? " font-weight=\"bold\"" : "",
                anchor,
                hex(color),
                SvgText.escape(text)));
    }

    @Override
    public void bar(double x, double y, double width, double height, Color color) {
        panel(x, y, width, height, 0, color);
    }

    @Override
    public void panel(double x, double y, double width, double height, double arc, Color color) {
        if (width > 0 && height > 0) {
            out.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"%s fill=\"%s\"/>\n",
                    x,
                    y,
                    width,
                    height,
                    arc > 0 ? String.format(Locale.ROOT, " rx=\"%.1f\"", arc / 2) : "",
                    hex(color)));
        }
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Color color, float width) {
        out.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>\n",
                x1,
                y1,
                x2,
                y2,
                hex(color),
                width));
    }

    @Override
    public void dot(double x, double y, double radius, Color color) {
        out.append(String.format(
                Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n", x, y, radius, hex(color)));
    }

    @Override
    public void arrow(double x, double y, double radius, boolean up, Color color) {
        double tip = up ? -radius : radius;
        out.append(String.format(
                Locale.ROOT,
                "<path d=\"M%.1f %.1fL%.1f %.1fL%.1f %.1fZ\" fill=\"%s\"/>\n",
                x,
                y + tip,
                x + radius,
                y - tip * 0.7,
                x - radius,
                y - tip * 0.7,
                hex(color)));
    }

    private static String hex(Color color) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", color.getRed(), color.getGreen(), color.getBlue());
    }
}
