/** The command line from end to end: the real kernel, real iperf3, in this process and as one of its own. */
@NullMarked
package dev.pinbench.harness.cli;

import org.jspecify.annotations.NullMarked;
