/** Carries out a plan: one trial after the other in the lab, each into the run directory whole or not at all. */
@NullMarked
package dev.pinbench.harness.run;

import org.jspecify.annotations.NullMarked;
