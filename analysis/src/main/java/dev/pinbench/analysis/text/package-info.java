/** Numbers as people read them: in findings, charts, reports and on the terminal. */
@NullMarked
package dev.pinbench.analysis.text;

import org.jspecify.annotations.NullMarked;
