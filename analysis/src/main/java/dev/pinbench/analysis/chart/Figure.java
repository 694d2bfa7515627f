package dev.pinbench.analysis.chart;

import java.awt.Graphics2D;
import java.util.function.Consumer;

/**
 * A figure before it is written.
 *
 * @param id see {@link ChartFile#id()}
 * @param width in user units, pixels of the SVG
 * @param height in user units, pixels of the SVG
 * @param painter draws it at the origin; called once for each file, and draws the same each time
 */
record Figure(
        String id, String title, String caption, String alt, int width, int height, Consumer<Graphics2D> painter) {

    /** Width of nearly every figure: scaled to a phone's width, its text can still be read. */
    static final int WIDTH = 760;
}
