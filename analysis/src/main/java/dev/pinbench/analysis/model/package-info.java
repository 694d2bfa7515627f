/** What an analysis says, as data: the content of {@code analysis.json}, from which charts and report are made. */
@NullMarked
package dev.pinbench.analysis.model;

import org.jspecify.annotations.NullMarked;
