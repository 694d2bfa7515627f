package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One interface on the way, with all that was found out about it. Names are untrusted.
 *
 * @param namespace what people call its namespace
 * @param namespaceInode the number that tells that namespace from every other
 * @param how why the packet comes here
 * @param sends whether the packet leaves by it (else it comes in)
 * @param encapsulated whether the packet carries a tunnel's headers here
 * @param device the interface itself
 * @param settings offloads, driver and steering
 * @param programs BPF programs on it
 * @param readers processes that read its packets
 * @param irqs interrupts of the card; empty for a virtual one
 * @param counts what it counted over the interval; {@code null} if none was asked for, or the interface was made, taken
 *     away or set back meanwhile
 */
public record Hop(
        String namespace,
        long namespaceInode,
        String how,
        boolean sends,
        boolean encapsulated,
        Device device,
        Settings settings,
        List<Program> programs,
        List<Reader> readers,
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
        programs = List.copyOf(programs);
        readers = List.copyOf(readers);
        irqs = List.copyOf(irqs);
    }

    /** {@code namespace/interface}. */
    public String label() {
        return namespace + "/" + device.name();
    }
}
