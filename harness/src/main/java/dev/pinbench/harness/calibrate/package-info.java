/** What measuring costs on this machine, and the smallest effect that it can show. */
@NullMarked
package dev.pinbench.harness.calibrate;

import org.jspecify.annotations.NullMarked;
