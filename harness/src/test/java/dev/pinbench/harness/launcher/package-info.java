/** Tests of the launcher script, run for real in a checkout and on a PATH made for the test. */
@NullMarked
package dev.pinbench.harness.launcher;

import org.jspecify.annotations.NullMarked;
