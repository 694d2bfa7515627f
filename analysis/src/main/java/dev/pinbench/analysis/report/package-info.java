/** What a person reads of a run: {@code report.html} and the table on the terminal. */
@NullMarked
package dev.pinbench.analysis.report;

import org.jspecify.annotations.NullMarked;
