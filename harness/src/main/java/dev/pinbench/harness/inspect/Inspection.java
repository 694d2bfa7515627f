package dev.pinbench.harness.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a packet from a target crosses. Names in it are untrusted.
 *
 * @param target as the user wrote it
 * @param to where the packet goes
 * @param anywhere whether that address only stands for whatever takes the default route
 * @param from address that it is sent from; empty if the target has none
 * @param hops from inside out
 * @param end how the way ends
 * @param complete whether the packet reached its destination or the edge of the machine
 * @param namespaces those that the way crosses, in that order
 * @param cilium what Cilium's agent knows of the way, where it is present
 * @param notes what could not be told, and what is missing for it
 * @param intervalSeconds over how long the counters were read; {@code null} if they were not
 */
public record Inspection(
        String target,
        String to,
        boolean anywhere,
        String from,
        List<Hop> hops,
        String end,
        boolean complete,
        List<NamespaceFacts> namespaces,
        Cilium cilium,
        List<String> notes,
        @Nullable Double intervalSeconds) {

    public Inspection {
        hops = List.copyOf(hops);
        namespaces = List.copyOf(namespaces);
        notes = List.copyOf(notes);
    }
}
