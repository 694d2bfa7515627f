package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.LinkReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An interface, as one entry of {@code ip -d -s addr} describes it. Names are untrusted.
 *
 * @param link what kind it is, what it is bound to, what it counted
 * @param mtuBytes largest packet, in bytes without the link's header
 * @param mac its hardware address; {@code null} if it has none
 * @param up whether it is administratively up
 * @param qdisc root queueing discipline
 * @param addresses its addresses with prefix length
 * @param boundTo interface of the same namespace that it is bound to: its device below, or the other end of a veth
 * @param tunnel what kind of VXLAN tunnel; {@code null} if it is none
 * @param mode how a macvlan or ipvlan hands packets to its siblings
 * @param activeSlave whether it is the slave that its bond or team sends by
 * @param xdp XDP programs on it
 */
public record Device(
        Link link,
        int mtuBytes,
        @Nullable String mac,
        boolean up,
        @Nullable String qdisc,
        List<String> addresses,
        @Nullable String boundTo,
        @Nullable Tunnel tunnel,
        @Nullable String mode,
        boolean activeSlave,
        List<Program> xdp) {

    public Device {
        addresses = List.copyOf(addresses);
        xdp = List.copyOf(xdp);
    }

    /** Its name. */
    public String name() {
        return link.name();
    }

    /** The driver's word; {@code loopback} or {@code device} where the kernel gives none. */
    public String kind() {
        String kind = link.kind();
        return kind != null ? kind : isLoopback() ? "loopback" : "device";
    }

    boolean isLoopback() {
        return link.kind() == null
                && "00:00:00:00:00:00".equals(mac)
                && link.name().equals("lo");
    }

    boolean has(String address) {
        return addresses.stream().anyMatch(each -> each.startsWith(address + "/"));
    }

    /** Reads one entry; names of namespaces are the decimal inode numbers that {@code namespaceNames} gives. */
    static Device parse(String namespace, JsonNode entry, Map<Integer, String> namespaceNames) throws LinkException {
        Link link = LinkReader.link(namespace, entry, namespaceNames, Map.of());
        JsonNode info = entry.path("linkinfo");
        JsonNode data = info.path("info_data");
        List<String> addresses = new ArrayList<>();
        for (JsonNode each : entry.path("addr_info")) {
            if (each.path("local").isString()) {
                addresses.add(each.path("local").stringValue() + "/"
                        + each.path("prefixlen").intValue(0));
            }
        }
        List<String> flags = new ArrayList<>();
        entry.path("flags").forEach(flag -> flags.add(flag.asString("")));
        return new Device(
                link,
                entry.path("mtu").intValue(-1),
                text(entry.path("address")).orElse(null),
                flags.contains("UP"),
                text(entry.path("qdisc")).orElse(null),
                addresses,
                text(entry.path("link")).orElse(null),
                link.isKind("vxlan") ? Tunnel.parse(data) : null,
                text(data.path("mode")).orElse(null),
                "ACTIVE".equals(text(info.path("info_slave_data").path("state")).orElse(null)),
                Program.xdp(entry.path("xdp")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }
}
