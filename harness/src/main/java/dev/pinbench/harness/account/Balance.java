package dev.pinbench.harness.account;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arithmetic of an account: differences of counters to identities and views. Knows no kernel, only numbers. */
final class Balance {
    private final List<Crossing> way;
    private final Snapshot counted;
    private final EndCounts client;
    private final EndCounts server;
    private final List<Identity> identities = new ArrayList<>();

    /**
     * @param way from client to server
     * @param counted differences of all counters
     */
    Balance(List<Crossing> way, Snapshot counted, EndCounts client, EndCounts server) {
        this.way = List.copyOf(way);
        this.counted = counted;
        this.client = client;
        this.server = server;
    }

    /** Every pair of counters that must agree, from the client's sockets to the server's and back. */
    List<Identity> identities() throws AccountException {
        identities.clear();
        List<Crossing> back = new ArrayList<>();
        for (Crossing each : way) {
            back.add(0, each.reversed());
        }
        direction(client, way, server);
        direction(server, back, client);
        identities.add(new Identity("interfaces off the way", "bytes", 0, List.of(), offTheWay()));
        return List.copyOf(identities);
    }

    private void direction(EndCounts from, List<Crossing> crossings, EndCounts to) throws AccountException {
        identities.add(new Identity(
                from.namespace() + ": sockets, IP out",
                "bytes",
                from.payloadSent(),
                segmentHeaders(from),
                from.octetsOut()));
        Crossing first = crossings.get(0);
        Tally sent = counted.tally(first);
        List<Term> terms = new ArrayList<>(List.of(
                Term.of("link headers", sent.packets(), first.linkHeaderBytes()),
                Term.of(
                        "headers repeated by segmentation",
                        sent.packets() - from.packetsOut(),
                        Headers.SEGMENT_BYTES)));
        identities.add(new Identity(
                from.namespace() + ": IP out, " + first.interfaceName(),
                "bytes",
                from.octetsOut(),
                terms,
                sent.bytes()));
        long dropped = 0;
        for (int i = 1; i < crossings.size(); i++) {
            dropped += hop(crossings.get(i - 1), crossings.get(i));
        }
        Crossing last = crossings.get(crossings.size() - 1);
        Tally received = counted.tally(last);
        identities.add(new Identity(
                to.namespace() + ": " + last.interfaceName() + ", IP in",
                "bytes",
                received.bytes(),
                List.of(
                        Term.of("link headers", received.packets(), -last.linkHeaderBytes()),
                        Term.of(
                                "headers saved by merging (GRO)",
                                to.packetsIn() - received.packets(),
                                Headers.SEGMENT_BYTES)),
                to.octetsIn()));
        identities.add(new Identity(
                from.namespace() + " sent, " + to.namespace() + " received",
                "segments",
                from.segmentsOut(),
                List.of(Term.of("dropped on the way, by the drop counters", dropped, -1)),
                to.segmentsIn()));
        identities.add(delivery(from, to, dropped));
    }

    private static List<Term> segmentHeaders(EndCounts from) throws AccountException {
        List<Term> terms = new ArrayList<>();
        terms.add(Term.of("IP and TCP headers", from.packetsOut(), Headers.SEGMENT_BYTES));
        terms.add(Term.of("longer options of SYN", from.syns(), Headers.SYN_EXTRA_BYTES));
        terms.add(Term.of("shorter header of bare resets", from.bareResets(), -Headers.BARE_RESET_LESS_BYTES));
        long left = from.octetsOut()
                - from.payloadSent()
                - terms.stream().mapToLong(Term::amount).sum();
        boolean canBeSack = left > 0
                && left % Headers.SACK_UNIT_BYTES == 0
                && left <= Headers.SACK_MOST_BYTES * from.packetsOut()
                && from.reasonsForSack() > 0;
        if (canBeSack) {
            terms.add(Term.sum("SACK options (segments out of order or twice)", from.reasonsForSack(), left));
        }
        return terms;
    }

    /** Gives the packets that drop counters say were lost between the two. */
    private long hop(Crossing left, Crossing right) throws AccountException {
        Tally before = counted.tally(left);
        Tally after = counted.tally(right);
        List<Term> terms = new ArrayList<>();
        int leftHeader = left.linkHeaderBytes();
        int rightHeader = right.linkHeaderBytes();
        int repeated = Headers.SEGMENT_BYTES;
        if (leftHeader == rightHeader) {
            repeated += leftHeader;
        } else {
            terms.add(Term.of("link headers not counted there", before.packets(), -leftHeader));
            terms.add(Term.of("link headers not counted before", after.packets(), rightHeader));
        }
        if (left.encapsulated() && right.encapsulated()) {
            repeated += Headers.VXLAN_BYTES;
        } else if (right.encapsulated()) {
            terms.add(Term.of("tunnel headers put on", after.packets(), Headers.VXLAN_BYTES));
        } else if (left.encapsulated()) {
            terms.add(Term.of("tunnel headers taken off", before.packets(), -Headers.VXLAN_BYTES));
        }
        long more = after.packets() - before.packets();
        long dropped = after.dropped()
                + (left.sends() ? before.dropped() : 0)
                + (right.sends() ? counted.link(right).queueDropped() : 0);
        String name = left.label()
                + (left.sends() ? " tx, " : " rx, ")
                + (left.namespace().equals(right.namespace()) ? right.interfaceName() : right.label())
                + (right.sends() ? " tx" : " rx");
        if (more < 0 && -more == dropped) {
            terms.add(Term.sum(
                    "packets dropped, by the drop counters",
                    dropped,
                    after.bytes()
                            - before.bytes()
                            - terms.stream().mapToLong(Term::amount).sum()));
        } else {
            long explained =
                    before.bytes() + terms.stream().mapToLong(Term::amount).sum() + more * repeated;
            String merged = explained == after.bytes()
                    ? "headers saved by merging (GRO)"
                    : "headers of packets that are missing, as if merged";
            terms.add(Term.of(more > 0 ? "headers repeated by segmentation" : merged, more, repeated));
        }
        identities.add(new Identity(name, "bytes", before.bytes(), terms, after.bytes()));
        return dropped;
    }

    /** A socket counts the FIN that it received as a byte; what comes after a close is refused by a reset. */
    private static Identity delivery(EndCounts from, EndCounts to, long dropped) throws AccountException {
        long once = from.payloadSent() - from.payloadAgain();
        long difference = to.payloadReceived() - once;
        List<Term> terms = new ArrayList<>();
        if (difference > 0 && difference <= to.sockets().size()) {
            terms.add(Term.of("FIN, counted as received", difference, 1));
        } else if (difference < 0 && to.resets() > 0) {
            terms.add(Term.sum(
                    (dropped > 0 ? "dropped for good, or " : "") + "came after the receiver had closed; resets",
                    to.resets(),
                    difference));
        }
        List<Term> all = new ArrayList<>(terms);
        all.add(0, Term.sum("sent again", from.protocols().get("Tcp.RetransSegs"), -from.payloadAgain()));
        return new Identity(
                from.namespace() + " sockets sent, " + to.namespace() + " sockets received",
                "bytes",
                from.payloadSent(),
                all,
                to.payloadReceived());
    }

    /** What each interface on the way counted in both directions. */
    List<HopCount> hops() throws AccountException {
        List<HopCount> hops = new ArrayList<>();
        for (Crossing each : way) {
            hops.add(counted.hop(each));
        }
        return hops;
    }

    private long offTheWay() {
        return counted.links().stream()
                .filter(link -> way.stream().noneMatch(each -> each.label().equals(link.label())))
                .mapToLong(link -> link.rx().bytes() + link.tx().bytes())
                .sum();
    }

    /** The nodes as monitors see them. */
    List<NodeView> nodes(Set<String> nodeNames) {
        List<NodeView> views = new ArrayList<>();
        for (String node : nodeNames) {
            long all = 0;
            long wire = 0;
            for (Link link : counted.links()) {
                if (link.namespace().equals(node) && !link.name().equals("lo")) {
                    long bytes = link.rx().bytes() + link.tx().bytes();
                    all += bytes;
                    if (!link.peerNamespace().equals(node) && nodeNames.contains(link.peerNamespace())) {
                        wire += bytes;
                    }
                }
            }
            views.add(new NodeView(node, all, wire, podBytes(node, nodeNames)));
        }
        return views;
    }

    /** Of a pod at an end of the way that hangs on this node; if both do, the client's. */
    private @Nullable Long podBytes(String node, Set<String> nodeNames) {
        for (Crossing end : List.of(way.get(0), way.get(way.size() - 1))) {
            Link link = counted.links().stream()
                    .filter(each -> each.label().equals(end.label()))
                    .findFirst()
                    .orElse(null);
            if (link != null
                    && !nodeNames.contains(link.namespace())
                    && link.peerNamespace().equals(node)) {
                return link.rx().bytes() + link.tx().bytes();
            }
        }
        return null;
    }

    /** Counters of drops and errors that moved, in words. */
    List<String> losses() {
        return counted.losses(List.of(client.namespace(), server.namespace()));
    }
}
