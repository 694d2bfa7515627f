package dev.pinbench.harness.targets;

import java.util.OptionalInt;

/**
 * Where a target was found.
 *
 * @param namespace its network namespace
 * @param pid the process that the target stands for, a container's first one; empty for a namespace that has a name
 */
public record Located(NetNamespace namespace, OptionalInt pid) {}
