/** Runs other programs: argument vectors only, never a shell string; nothing that was started outlives its owner. */
@NullMarked
package dev.pinbench.harness.process;

import org.jspecify.annotations.NullMarked;
