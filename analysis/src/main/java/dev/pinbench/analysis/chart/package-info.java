/** Figures of a run, drawn headless with XChart axes and written as SVG and PNG; knows nothing of the report. */
@NullMarked
package dev.pinbench.analysis.chart;

import org.jspecify.annotations.NullMarked;
