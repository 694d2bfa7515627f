package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.links.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which veths count without Ethernet headers. With GRO on, the receiving end of a pair takes what the other sends by NAPI, if
 * that has TSO off (veth_skb_is_eligible_for_gro). Both ends then count what NAPI took, when the header is already off
 * (veth_xdp_rcv, veth_get_stats64, drivers/net/veth.c); else they count what was sent, header and all.
 */
final class VethHeaders {

    /** Offloads as they are. */
    @FunctionalInterface
    interface Offloads {
        /** Of an interface, {@code namespace/interface}; empty if it was not read. */
        Optional<Boolean> isOn(String label, Offload.Feature feature);
    }

    private VethHeaders() {}

    /** The same way, with what counts without headers marked. */
    static List<Crossing> mark(List<Crossing> way, List<Link> links, Offloads offloads) {
        List<Crossing> marked = new ArrayList<>();
        for (Crossing each : way) {
            Optional<String> other = each.kind().equals("veth") ? otherEnd(each, links) : Optional.empty();
            if (other.isPresent()) {
                boolean out = byNapi(each.label(), other.get(), offloads);
                boolean in = byNapi(other.get(), each.label(), offloads);
                marked.add(each.sends() ? each.counting(out, in) : each.counting(in, out));
            } else {
                marked.add(each);
            }
        }
        return List.copyOf(marked);
    }

    private static boolean byNapi(String sender, String receiver, Offloads offloads) {
        return !offloads.isOn(sender, Offload.Feature.TSO).orElse(true)
                && offloads.isOn(receiver, Offload.Feature.GRO).orElse(false);
    }

    private static Optional<String> otherEnd(Crossing crossing, List<Link> links) {
        return links.stream()
                .filter(link -> link.label().equals(crossing.label()))
                .findFirst()
                .flatMap(link -> links.stream()
                        .filter(each -> each.namespace().equals(link.peerNamespace())
                                && Integer.valueOf(each.index()).equals(link.peerIndex()))
                        .findFirst())
                .map(Link::label);
    }
}
