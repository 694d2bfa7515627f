package dev.pinbench.harness.inspect;

import dev.pinbench.harness.targets.NetNamespace;

/**
 * An interface that the packet crosses.
 *
 * @param namespace where it is
 * @param device the interface
 * @param sends whether the packet leaves by it, in the interface's own words tx (else rx)
 * @param encapsulated whether the packet carries a tunnel's headers there
 * @param how why the packet comes here; untrusted words of names and addresses in it
 */
record Step(NetNamespace namespace, Device device, boolean sends, boolean encapsulated, String how) {}
