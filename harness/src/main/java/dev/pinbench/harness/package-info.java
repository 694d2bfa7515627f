/** From a profile to a run directory. */
@NullMarked
package dev.pinbench.harness;

import org.jspecify.annotations.NullMarked;
