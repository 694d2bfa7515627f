package dev.pinbench.analysis.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * XChart's axes, grid and lines for one panel of a figure. What XChart cannot draw (intervals that are not symmetric,
 * stacked bars next to a baseline, cells without data) is put on top with {@link #x} and {@link #y}, which are true once
 * the panel was painted.
 */
final class Plane {

    /** An axis: its title, its ends, and whether XChart labels its ticks. */
    record Axis(String title, double min, double max, boolean ticks) {}

    /** Just under 1: XChart leaves out a tick that lies on the very edge. */
    private static final double CONTENT = 0.985;

    private final XYChart chart;
    private final double left;
    private final double top;

    Plane(double left, double top, int width, int height, Axis x, Axis y) {
        this.left = left;
        this.top = top;
        chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(x.title())
                .yAxisTitle(y.title())
                .theme(Styler.ChartTheme.XChart)
                .build();
        style(x, y);
        // XChart puts ticks on the data alone where x values are evenly spaced: three uneven ones make it choose round
        // ones
        double inside = x.min() + 0.37 * (x.max() - x.min());
        XYSeries extent = chart.addSeries(
                "extent", new double[] {x.min(), inside, x.max()}, new double[] {Double.NaN, Double.NaN, Double.NaN});
        extent.setMarker(SeriesMarkers.NONE);
    }

    private void style(Axis x, Axis y) {
        var styler = chart.getStyler();
        styler.setLocale(Locale.ROOT);
        styler.setChartTitleVisible(false);
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(Palette.INK);
        styler.setChartPadding(4);
        styler.setPlotContentSize(CONTENT);
        styler.setPlotMargin(0);
        styler.setAxisTitleFont(Ink.STRONG);
        styler.setAxisTickLabelsFont(Ink.LABEL);
        styler.setAxisTickLabelsColor(Palette.INK);
        styler.setAxisTickMarksColor(Palette.SOFT_INK);
        styler.setAxisTicksLineVisible(true);
        styler.setAxisTickMarkLength(4);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridHorizontalLinesVisible(y.ticks());
        styler.setXAxisMin(x.min());
        styler.setXAxisMax(x.max());
        styler.setYAxisMin(y.min());
        styler.setYAxisMax(y.max());
        styler.setXAxisTicksVisible(x.ticks());
        styler.setYAxisTicksVisible(y.ticks());
        styler.setXAxisTitleVisible(!x.title().isEmpty());
        styler.setYAxisTitleVisible(!y.title().isEmpty());
        styler.setXAxisDecimalPattern("0.###");
        styler.setYAxisDecimalPattern("0.###");
        styler.setYAxisTickMarkSpacingHint(48);
        styler.setXAxisTickMarkSpacingHint(70);
    }

    /** Keeps the left edges of panels under each other in line. */
    Plane leftWidth(int width) {
        chart.getStyler().setYAxisLeftWidthHint(width);
        return this;
    }

    /** Adds a line; a {@code NaN} in {@code y} breaks it. */
    Plane line(String name, double[] x, double[] y, Color color, float width) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(
                new java.awt.BasicStroke(width, java.awt.BasicStroke.CAP_BUTT, java.awt.BasicStroke.JOIN_ROUND));
        return this;
    }

    void paint(Graphics2D g) {
        Graphics2D panel = (Graphics2D) g.create();
        panel.translate(left, top);
        chart.paint(panel, chart.getWidth(), chart.getHeight());
        panel.dispose();
    }

    /** Horizontal place of {@code value} in the figure. */
    double x(double value) {
        return left + chart.getScreenXFromChart(value);
    }

    /** Vertical place of {@code value} in the figure. */
    double y(double value) {
        return top + chart.getScreenYFromChart(value);
    }
}
