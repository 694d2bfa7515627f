package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.results.KernelClass;
import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A flame graph (Gregg, "The Flame Graph", CACM 2016): call chains as boxes, callers below, width in proportion to
 * samples, neighbours in the order of their names. What is narrower than half a pixel is left out.
 */
final class FlameGraph {
    static final int WIDTH = 1180;
    static final int TOP = 44;
    static final int ROW = 17;
    private static final int MARGIN = 10;
    private static final double NARROWEST = 0.5;
    private static final int DEEPEST = 120;
    private static final String USER = "(user)";

    /** A function in one place of the tree. */
    record Box(String name, double x, double y, double width, long samples, Color color) {}

    private static final class Node {
        private final Map<String, Node> callees = new TreeMap<>();
        private long samples;
    }

    private final KernelSymbols symbols;
    private final long all;
    private final int height;
    private final List<Box> boxes = new ArrayList<>();

    FlameGraph(Map<String, Long> stacks, KernelSymbols symbols) {
        this.symbols = symbols;
        Node root = new Node();
        stacks.forEach((stack, samples) -> add(root, stack, samples));
        all = root.samples;
        height = TOP + (depth(root, 0) + 1) * ROW + MARGIN;
        if (all > 0) {
            place("all", root, 0, MARGIN);
        }
    }

    private static void add(Node root, String stack, long samples) {
        root.samples += samples;
        Node node = root;
        int depth = 0;
        for (String name : stack.split(";", DEEPEST)) {
            node = node.callees.computeIfAbsent(name, n -> new Node());
            node.samples += samples;
            depth++;
            if (depth == DEEPEST) {
                break;
            }
        }
    }

    private double width(Node node) {
        return (double) node.samples / all * (WIDTH - 2 * MARGIN);
    }

    private int depth(Node node, int depth) {
        int most = depth;
        for (Node callee : node.callees.values()) {
            if (width(callee) >= NARROWEST) {
                most = Math.max(most, depth(callee, depth + 1));
            }
        }
        return most;
    }

    private void place(String name, Node node, int depth, double x) {
        double y = height - MARGIN - (depth + 1) * ROW;
        boxes.add(new Box(name, x, y, width(node), node.samples, color(name, depth)));
        double left = x;
        for (Map.Entry<String, Node> callee : node.callees.entrySet()) {
            double wide = width(callee.getValue());
            if (wide >= NARROWEST) {
                place(callee.getKey(), callee.getValue(), depth + 1, left);
            }
            left += wide;
        }
    }

    private Color color(String name, int depth) {
        if (depth < 2) {
            return Palette.GRID;
        }
        return Palette.tint(KernelColors.of(name.equals(USER) ? KernelClass.USER : symbols.classOf(name)), 0.75);
    }

    int height() {
        return height;
    }

    List<Box> boxes() {
        return List.copyOf(boxes);
    }

    /** A box in words: its whole name, its samples, its share. */
    String words(Box box) {
        return String.format(
                Locale.ROOT,
                "%s: %d samples, %.1f %%",
                VisibleText.oneLine(box.name()),
                box.samples(),
                100.0 * box.samples() / all);
    }

    void paint(Graphics2D g) {
        Ink ink = new Ink(g);
        for (Box box : boxes) {
            ink.bar(box.x(), box.y(), Math.max(0.3, box.width() - 0.5), ROW - 1, box.color());
            if (box.width() > 24) {
                String name = Ink.fit(VisibleText.oneLine(box.name()), Ink.SMALL, box.width() - 6);
                ink.text(name, box.x() + 3, box.y() + 12, Ink.SMALL, Palette.textOn(box.color()), Ink.Align.LEFT);
            }
        }
    }

    /** The graph as SVG with a tooltip on every box; no script. */
    String svg(Figure figure) {
        StringBuilder out = new StringBuilder(1 << 16);
        String id = SvgText.escape(figure.id());
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"%s-title %s-desc\""
                        + " viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"monospace\""
                        + " font-size=\"11\">\n",
                id,
                id,
                figure.width(),
                figure.height(),
                figure.width(),
                figure.height()));
        out.append("<title id=\"").append(id).append("-title\">").append(SvgText.escape(figure.title()));
        out.append("</title>\n<desc id=\"").append(id).append("-desc\">").append(SvgText.escape(figure.alt()));
        out.append("</desc>\n");
        out.append(String.format(
                Locale.ROOT,
                "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n<text x=\"14\" y=\"26\" fill=\"%s\""
                        + " font-family=\"sans-serif\" font-size=\"16\" font-weight=\"bold\">%s</text>\n",
                figure.width(),
                figure.height(),
                hex(Palette.INK),
                SvgText.escape(figure.title())));
        boxes.forEach(box -> box(out, box));
        return out.append("</svg>\n").toString();
    }

    private void box(StringBuilder out, Box box) {
        out.append(String.format(
                Locale.ROOT,
                "<g><title>%s</title><rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%d\" fill=\"%s\"/>",
                SvgText.escape(words(box)),
                box.x(),
                box.y(),
                Math.max(0.3, box.width() - 0.5),
                ROW - 1,
                hex(box.color())));
        // A monospaced letter is at most 0.61 em wide.
        int letters = (int) ((box.width() - 6) / (11 * 0.61));
        if (letters >= 3) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.2f\" y=\"%.2f\" fill=\"%s\">%s</text>",
                    box.x() + 3,
                    box.y() + 12,
                    hex(Palette.textOn(box.color())),
                    SvgText.escape(VisibleText.shortened(box.name(), letters))));
        }
        out.append("</g>\n");
    }

    private static String hex(Color color) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", color.getRed(), color.getGreen(), color.getBlue());
    }
}
