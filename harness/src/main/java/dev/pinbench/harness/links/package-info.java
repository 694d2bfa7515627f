/** Interfaces as iproute2 prints them: what {@code account} and {@code inspect} both read. */
@NullMarked
package dev.pinbench.harness.links;

import org.jspecify.annotations.NullMarked;
