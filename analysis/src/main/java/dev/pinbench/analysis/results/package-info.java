/**
 * The run-directory format: the records, their reader and their writer. It is the only thing that harness and
 * analysis share; the contract stands in {@code docs/measurement.md}.
 *
 * <p>Missing data is {@code null} (or an empty CSV cell), never zero. Names of stored numbers carry their unit.
 */
@NullMarked
package dev.pinbench.analysis.results;

import org.jspecify.annotations.NullMarked;
