package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One interface on the way, with all that was found out about it. Names are untrusted.
 *
 * @param namespace what people call its namespace
 * @param namespaceInode the number that tells that namespace from every other
 * @param name its name
 * @param index its number in the namespace
 * @param kind the driver's word, such as {@code veth}; {@code loopback} or {@code device} where the kernel has none
 * @param sends whether the packet leaves by it (else it comes in)
 * @param encapsulated whether the packet carries a tunnel's headers here
 * @param how why the packet comes here
 * @param up whether it is administratively up
 * @param mtuBytes its MTU in bytes
 * @param mac hardware address
 * @param addresses addresses with prefix length
 * @param master bridge, bond or VRF that it belongs to
 * @param qdisc root queueing discipline
 * @param tunnel where it is a VXLAN tunnel
 * @param settings offloads, driver and steering
 * @param programs BPF programs on it
 * @param irqs interrupts of the device behind it; empty for a virtual one
 * @param counts what it counted over the interval; {@code null} if none was asked for
 */
public record Hop(
        String namespace,
        long namespaceInode,
        String name,
        int index,
        String kind,
        boolean sends,
        boolean encapsulated,
        String how,
        boolean up,
        int mtuBytes,
        @Nullable String mac,
        List<String> addresses,
        @Nullable String master,
        @Nullable String qdisc,
        @Nullable Tunnel tunnel,
        Settings settings,
        List<Program> programs,
        List<Irq> irqs,
        @Nullable Counts counts) {

    /**
     * Packets over an interval.
     *
     * @param rx received
     * @param tx sent
     * @param queueDropped packets that the root queueing discipline dropped; {@code null} if it has no such counter
     */
    public record Counts(Tally rx, Tally tx, @Nullable Long queueDropped) {}

    public Hop {
        addresses = List.copyOf(addresses);
        programs = List.copyOf(programs);
        irqs = List.copyOf(irqs);
    }
}
