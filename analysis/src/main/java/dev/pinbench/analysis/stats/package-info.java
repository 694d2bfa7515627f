/**
 * The statistics: what commons-math3 has is taken from there; bootstrap, permutation test and Benjamini-Hochberg, which
 * it lacks, stand here. Everything random is seeded, and NaN or infinity in the data is refused.
 */
@NullMarked
package dev.pinbench.analysis.stats;

import org.jspecify.annotations.NullMarked;
