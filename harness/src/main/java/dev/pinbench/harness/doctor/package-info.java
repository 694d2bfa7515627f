/** Says what on this machine will bias or stop a measurement, and how to mend it. */
@NullMarked
package dev.pinbench.harness.doctor;

import org.jspecify.annotations.NullMarked;
