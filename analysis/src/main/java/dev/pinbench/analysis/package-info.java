/**
 * From the records of a run to what they say: {@link dev.pinbench.analysis.Analyzer} makes the content of
 * {@code analysis.json}. Start reading there.
 */
@NullMarked
package dev.pinbench.analysis;

import org.jspecify.annotations.NullMarked;
