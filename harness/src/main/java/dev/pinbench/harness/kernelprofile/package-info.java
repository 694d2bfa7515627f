/**
 * Which kernel functions take the time of the measured cores: perf samples call chains while traffic runs, and what it
 * recorded is folded afterwards. Start reading at {@link dev.pinbench.harness.kernelprofile.KernelProfiler}.
 */
@NullMarked
package dev.pinbench.harness.kernelprofile;

import org.jspecify.annotations.NullMarked;
