package dev.pinbench.harness.sampling;

/**
 * A network namespace whose interfaces are sampled.
 *
 * @param name name of the node or pod, as it is to stand in the rows
 * @param anchorPid a process that lives in the namespace, by its number under the sampler's proc root
 */
public record NamespaceSource(String name, long anchorPid) {}
