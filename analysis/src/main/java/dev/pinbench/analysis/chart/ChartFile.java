package dev.pinbench.analysis.chart;

import java.nio.file.Path;

/**
 * One figure as written.
 *
 * @param id name of the files and of the figure in the report: lower-case letters, digits and hyphens only
 * @param title what is drawn
 * @param caption what to see and what the error bars are
 * @param alt the figure in words, for those who cannot see it (text in the SVG is drawn as outlines)
 * @param svg the vector file
 * @param png the raster file, twice the size of the vector file
 */
public record ChartFile(String id, String title, String caption, String alt, Path svg, Path png) {}
