package dev.pinbench.analysis.chart;

import java.awt.Color;
import java.awt.Font;

/** What boxes and words are drawn with, into pixels or into SVG. */
interface Pen {

    /** One line of text with its baseline at {@code y}; measured beforehand with {@link Ink#width}. */
    void text(String text, double x, double y, Font font, Color color, Ink.Align align);

    /** A filled rectangle. */
    void bar(double x, double y, double width, double height, Color color);

    /** A filled rectangle with round corners. */
    void panel(double x, double y, double width, double height, double arc, Color color);

    void line(double x1, double y1, double x2, double y2, Color color, float width);

    /** A filled circle. */
    void dot(double x, double y, double radius, Color color);

    /** An arrow head, centred on the point. */
    void arrow(double x, double y, double radius, boolean up, Color color);
}
