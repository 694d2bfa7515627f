package dev.pinbench.harness.account;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every counter at one time.
 *
 * @param links every interface of the topology
 * @param protocols counters of IP and TCP by namespace
 * @param softnetDropped packets that the kernel dropped because a CPU's backlog was full, over all CPUs of the machine
 *     (net/core/dev.c); 32 bits for each CPU
 */
record Snapshot(List<Link> links, Map<String, ProtocolCounters> protocols, List<Long> softnetDropped) {

    Snapshot {
        links = List.copyOf(links);
        protocols = Map.copyOf(protocols);
        softnetDropped = List.copyOf(softnetDropped);
    }

    /**
     * What was counted from {@code earlier} to here; links keep their descriptions.
     *
     * @throws AccountException if an interface vanished, came up or was made anew, or a counter went backwards
     */
    Snapshot since(Snapshot earlier) throws AccountException {
        Map<String, Link> before = new LinkedHashMap<>();
        earlier.links.forEach(link -> before.put(link.label(), link));
        List<Link> differences = new ArrayList<>();
        for (Link link : links) {
            Link first = before.remove(link.label());
            if (first == null) {
                throw new AccountException(link.label() + ": was made while the traffic ran");
            }
            if (first.index() != link.index()) {
                throw new AccountException(link.label() + ": was made anew while the traffic ran");
            }
            differences.add(link.counting(
                    since(link.label() + " queue dropped", link.queueDropped(), first.queueDropped()),
                    since(link.label() + " rx", link.rx(), first.rx()),
                    since(link.label() + " tx", link.tx(), first.tx())));
        }
        if (!before.isEmpty()) {
            throw new AccountException(String.join(", ", before.keySet()) + ": vanished while the traffic ran");
        }
        Map<String, ProtocolCounters> counted = new LinkedHashMap<>();
        for (Map.Entry<String, ProtocolCounters> entry : protocols.entrySet()) {
            counted.put(entry.getKey(), since(entry.getKey(), entry.getValue(), earlier.protocols.get(entry.getKey())));
        }
        return new Snapshot(differences, counted, softnetSince(earlier));
    }

    /** What the interface of a hop counted, in both directions. */
    HopCount hop(Crossing crossing) throws AccountException {
        return new HopCount(crossing, tally(crossing), tally(crossing.reversed()));
    }

    /** What the interface of a hop counted of what goes to the server. */
    Tally tally(Crossing crossing) throws AccountException {
        Link link = link(crossing);
        return crossing.sends() ? link.tx() : link.rx();
    }

    /** The interface of a hop. */
    Link link(Crossing crossing) throws AccountException {
        for (Link link : links) {
            if (link.label().equals(crossing.label())) {
                return link;
            }
        }
        throw new AccountException(crossing.label() + ": is on the way but has no counters");
    }

    /**
     * Counters of drops and errors that moved, in words.
     *
     * @param ends namespaces whose TCP may have sent again
     */
    List<String> losses(List<String> ends) {
        List<String> losses = new ArrayList<>();
        for (Link link : links) {
            loss(losses, link.label() + " rx dropped", link.rx().dropped());
            loss(losses, link.label() + " tx dropped", link.tx().dropped());
            loss(losses, link.label() + " queue dropped", link.queueDropped());
            loss(losses, link.label() + " rx errors", link.rx().errors());
            loss(losses, link.label() + " tx errors", link.tx().errors());
        }
        for (String end : ends) {
            ProtocolCounters counted = protocols.get(end);
            loss(losses, end + " TCP segments sent again", counted == null ? 0 : counted.orNone("Tcp.RetransSegs"));
        }
        loss(
                losses,
                "softnet backlog dropped, over the whole machine",
                softnetDropped.stream().mapToLong(Long::longValue).sum());
        return losses;
    }

    private static void loss(List<String> losses, String what, long count) {
        if (count != 0) {
            losses.add(what + ": " + count);
        }
    }

    private List<Long> softnetSince(Snapshot earlier) throws AccountException {
        if (softnetDropped.size() != earlier.softnetDropped.size()) {
            throw new AccountException("/proc/net/softnet_stat: the number of CPUs changed while the traffic ran");
        }
        List<Long> differences = new ArrayList<>();
        for (int i = 0; i < softnetDropped.size(); i++) {
            differences.add((softnetDropped.get(i) - earlier.softnetDropped.get(i)) & 0xffff_ffffL);
        }
        return differences;
    }

    private static Tally since(String label, Tally later, Tally earlier) throws AccountException {
        return new Tally(
                since(label + " bytes", later.bytes(), earlier.bytes()),
                since(label + " packets", later.packets(), earlier.packets()),
                since(label + " dropped", later.dropped(), earlier.dropped()),
                since(label + " errors", later.errors(), earlier.errors()));
    }

    private static ProtocolCounters since(String namespace, ProtocolCounters later, @Nullable ProtocolCounters earlier)
            throws AccountException {
        if (earlier == null) {
            throw new AccountException(namespace + ": was made while the traffic ran");
        }
        Map<String, Long> differences = new LinkedHashMap<>();
        for (Map.Entry<String, Long> entry : later.values().entrySet()) {
            // Some numbers are states, such as Tcp.CurrEstab, and may fall: nothing here asks for them. IcmpMsg lists
            // only types that there were: one that was not listed had not been seen.
            differences.put(entry.getKey(), entry.getValue() - earlier.orNone(entry.getKey()));
        }
        return new ProtocolCounters(differences);
    }

    /** Counters are unsigned, of 64 bits: across the top the difference is still right, a huge one is a step back. */
    private static long since(String label, long later, long earlier) throws AccountException {
        long difference = later - earlier;
        if (difference < 0) {
            throw new AccountException(label + ": went from " + Long.toUnsignedString(earlier) + " to "
                    + Long.toUnsignedString(later) + "; counters only grow");
        }
        return difference;
    }
}
