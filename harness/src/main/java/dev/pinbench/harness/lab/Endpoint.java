package dev.pinbench.harness.lab;

import java.util.List;

/** A place where a process can be started: one end of a path. */
public interface Endpoint {

    /** Name of the node or pod, such as {@code pod-a}. */
    String name();

    /** The machine that it lives on. */
    Host host();

    /** The argument vector that runs {@code argv} here; its first process may be a wrapper whose child is the program. */
    List<String> command(List<String> argv);

    /** Process in whose network namespace the endpoint is, as {@link #host()} numbers it. */
    long anchorPid();

    /** IPv4 address under which the other end reaches it. */
    String address();

    /** Interface through which its traffic passes. */
    String interfaceName();
}
