/** Processes, network namespaces and containers that exist already: what people call them, and where they are. */
@NullMarked
package dev.pinbench.harness.targets;

import org.jspecify.annotations.NullMarked;
