/**
 * Places to measure between that Pinbench did not make: the machine's own network, network namespaces, containers. Nothing
 * of them is changed.
 */
@NullMarked
package dev.pinbench.harness.existing;

import org.jspecify.annotations.NullMarked;
