/** iperf3 and competitors as real, pinned processes: starting them, seeing that they are ready, reading what they say. */
@NullMarked
package dev.pinbench.harness.traffic;

import org.jspecify.annotations.NullMarked;
