/** How a pod reaches the world, one class for each datapath, all registered in {@code Datapaths}. */
@NullMarked
package dev.pinbench.harness.lab.datapath;

import org.jspecify.annotations.NullMarked;
