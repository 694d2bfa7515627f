package dev.pinbench.analysis.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;

/** What figures draw besides XChart's axes: text as outlines (the same in every viewer), marks, bars, legends. */
final class Ink implements Pen {

    enum Align {
        LEFT,
        CENTER,
        RIGHT
    }

    /** One entry of a legend: a mark of the {@code shape}-th form, or a square where {@code shape} is negative. */
    record Entry(String label, Color color, int shape) {}

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font STRONG = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
    private static final int SHAPES = 5;
    private static final double LEGEND_LINE = 20;

    private final Graphics2D g;

    Ink(Graphics2D g) {
        this.g = g;
    }

    static double width(String text, Font font) {
        return text.isEmpty() ? 0 : new TextLayout(text, font, METRICS).getAdvance();
    }

    /** {@code text} cut with an ellipsis until it is at most {@code room} wide. */
    static String fit(String text, Font font, double room) {
        String shown = text;
        for (int keep = text.codePointCount(0, text.length()) - 1; keep > 0 && width(shown, font) > room; keep--) {
            shown = text.substring(0, text.offsetByCodePoints(0, keep)) + "…";
        }
        return shown;
    }

    @Override
    public void text(String text, double x, double y, Font font, Color color, Align align) {
        if (text.isBlank()) {
            return;
        }
        TextLayout layout = new TextLayout(text, font, METRICS);
        double shift = switch (align) {
            case LEFT -> 0;
            case CENTER -> layout.getAdvance() / 2;
            case RIGHT -> layout.getAdvance();
        };
        g.setColor(color);
        g.fill(layout.getOutline(AffineTransform.getTranslateInstance(x - shift, y)));
    }

    /** Draws one line of text that runs upwards, centred on the point. */
    void upright(String text, double x, double y, Font font, Color color) {
        if (text.isBlank()) {
            return;
        }
        TextLayout layout = new TextLayout(text, font, METRICS);
        AffineTransform turn = AffineTransform.getTranslateInstance(x, y + layout.getAdvance() / 2);
        turn.rotate(-Math.PI / 2);
        g.setColor(color);
        g.fill(layout.getOutline(turn));
    }

    @Override
    public void bar(double x, double y, double width, double height, Color color) {
        if (width > 0 && height > 0) {
            g.setColor(color);
            g.fill(new Rectangle2D.Double(x, y, width, height));
        }
    }

    @Override
    public void panel(double x, double y, double width, double height, double arc, Color color) {
        g.setColor(color);
        g.fill(new RoundRectangle2D.Double(x, y, width, height, arc, arc));
    }

    @Override
    public void dot(double x, double y, double radius, Color color) {
        mark(x, y, radius, color, 0);
    }

    @Override
    public void arrow(double x, double y, double radius, boolean up, Color color) {
        double tip = up ? -radius : radius;
        Path2D path = new Path2D.Double();
        polygon(path, x, y + tip, x + radius, y - tip * 0.7, x - radius, y - tip * 0.7);
        g.setColor(color);
        g.fill(path);
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Color color, float width) {
        g.setColor(color);
        g.setStroke(new BasicStroke(width));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    void dashed(double x1, double y1, double x2, double y2, Color color) {
        g.setColor(color);
        g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 4, new float[] {5, 4}, 0));
        g.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    /** A vertical error bar with caps. */
    void interval(double x, double yLow, double yHigh, Color color) {
        line(x, yLow, x, yHigh, color, 1.4f);
        line(x - 3.5, yLow, x + 3.5, yLow, color, 1.4f);
        line(x - 3.5, yHigh, x + 3.5, yHigh, color, 1.4f);
    }

    /** A filled mark with a thin white rim, so that marks that overlap stay apart; five forms. */
    void mark(double x, double y, double radius, Color color, int shape) {
        Path2D path = new Path2D.Double();
        double r = radius;
        switch (shape % SHAPES) {
            case 0 -> path.append(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case 1 -> path.append(new Rectangle2D.Double(x - r * .9, y - r * .9, r * 1.8, r * 1.8), false);
            case 2 -> polygon(path, x, y - r * 1.15, x + r * 1.1, y + r * .8, x - r * 1.1, y + r * .8);
            case 3 -> polygon(path, x, y - r * 1.25, x + r * 1.25, y, x, y + r * 1.25, x - r * 1.25, y);
            default -> polygon(path, x, y + r * 1.15, x + r * 1.1, y - r * .8, x - r * 1.1, y - r * .8);
        }
        g.setColor(color);
        g.fill(path);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(0.8f));
        g.draw(path);
    }

    private static void polygon(Path2D path, double... xy) {
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
    }

    /** Height that {@link #legend} takes at this width. */
    static double legendHeight(List<Entry> entries, double room) {
        double x = 0;
        int rows = entries.isEmpty() ? 0 : 1;
        for (Entry entry : entries) {
            double wide = entryWidth(entry);
            if (x > 0 && x + wide > room) {
                rows++;
                x = 0;
            }
            x += wide;
        }
        return rows * LEGEND_LINE;
    }

    /** Draws entries in rows that wrap at {@code room}; {@code top} is the upper edge. */
    void legend(List<Entry> entries, double left, double top, double room) {
        double x = 0;
        double y = top + LEGEND_LINE / 2;
        for (Entry entry : entries) {
            double wide = entryWidth(entry);
            if (x > 0 && x + wide > room) {
                x = 0;
                y += LEGEND_LINE;
            }
            if (entry.shape() < 0) {
                bar(left + x, y - 6, 12, 12, entry.color());
            } else {
                mark(left + x + 6, y, 6, entry.color(), entry.shape());
            }
            text(entry.label(), left + x + 18, y + 4.5, LABEL, Palette.INK, Align.LEFT);
            x += wide;
        }
    }

    private static double entryWidth(Entry entry) {
        return 18 + width(entry.label(), LABEL) + 18;
    }
}
