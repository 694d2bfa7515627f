/** Every datapath with real iperf3 on the real kernel. */
@NullMarked
package dev.pinbench.harness.lab.datapath;

import org.jspecify.annotations.NullMarked;
