/** Tests of the sampler, on captured and generated kernel files and on the running kernel. */
@NullMarked
package dev.pinbench.harness.sampling;

import org.jspecify.annotations.NullMarked;
