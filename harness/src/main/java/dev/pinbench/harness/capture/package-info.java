/**
 * Packets as tcpdump saw them at the hops of a path: started, known to listen, stopped when nothing is left to be written,
 * and read back, with every checksum computed anew.
 */
@NullMarked
package dev.pinbench.harness.capture;

import org.jspecify.annotations.NullMarked;
