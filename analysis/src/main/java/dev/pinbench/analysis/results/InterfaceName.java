package dev.pinbench.analysis.results;

/**
 * An interface as {@code net.csv.gz} names it.
 *
 * @param namespace name of the node or pod
 * @param interfaceName name of the interface
 */
public record InterfaceName(String namespace, String interfaceName) {}
