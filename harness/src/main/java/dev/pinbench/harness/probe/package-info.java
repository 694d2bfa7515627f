/** The exact probe: bpftrace on the kernel's tracepoints, beside the sampler, into rows on the frames' clock. */
@NullMarked
package dev.pinbench.harness.probe;

import org.jspecify.annotations.NullMarked;
