/** Runs made up for tests, with plausible values. */
@NullMarked
package dev.pinbench.analysis.sample;

import org.jspecify.annotations.NullMarked;
