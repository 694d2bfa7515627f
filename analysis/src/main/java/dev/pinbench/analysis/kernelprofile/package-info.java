/** Kernel functions sorted into kinds of work, by a table that anybody can read and correct. */
@NullMarked
package dev.pinbench.analysis.kernelprofile;

import org.jspecify.annotations.NullMarked;
