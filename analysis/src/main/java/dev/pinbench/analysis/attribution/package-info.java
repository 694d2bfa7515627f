/** From the frames of a trial to its numbers: shares, rates and the core-time budget. */
@NullMarked
package dev.pinbench.analysis.attribution;

import org.jspecify.annotations.NullMarked;
