package dev.pinbench.harness.links;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what {@code ip -j -d -s -s link}, {@code ip -j netns list-id} and {@code tc -j -s qdisc} print. */
public final class LinkReader {
    private LinkReader() {}

    /** From the kernel's number of a namespace to its name. */
    public static Map<Integer, String> namespaceNames(String json) throws LinkException {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (JsonNode each : ToolJson.array("ip netns list-id", json)) {
            if (each.path("nsid").isInt() && each.path("name").isString()) {
                names.put(each.path("nsid").intValue(), each.path("name").stringValue());
            }
        }
        return names;
    }

    /**
     * Packets that the root queueing disciplines of {@code namespace} dropped, by interface: a root counts what its
     * children drop too. An interface without one, the rule for veth and bridge, is not in it.
     */
    public static Map<String, Long> queueDrops(String namespace, String json) throws LinkException {
        Map<String, Long> drops = new LinkedHashMap<>();
        for (JsonNode each : ToolJson.array("tc qdisc in " + namespace, json)) {
            if (each.path("root").asBoolean(false) && each.path("dev").isString()) {
                if (!each.path("drops").isIntegralNumber()) {
                    throw new LinkException("tc qdisc in " + namespace + ": expected a whole number as drops");
                }
                drops.put(each.path("dev").stringValue(), each.path("drops").longValue());
            }
        }
        return drops;
    }

    /** The interfaces of {@code namespace}. */
    public static List<Link> links(
            String namespace, String json, Map<Integer, String> namespaceNames, Map<String, Long> queueDrops)
            throws LinkException {
        List<Link> links = new ArrayList<>();
        for (JsonNode each : ToolJson.array("ip link in " + namespace, json)) {
            links.add(link(namespace, each, namespaceNames, queueDrops));
        }
        return List.copyOf(links);
    }

    /** One entry of what {@code ip} printed; as {@link #links}. */
    public static Link link(
            String namespace, JsonNode entry, Map<Integer, String> namespaceNames, Map<String, Long> queueDrops)
            throws LinkException {
        String name = text(entry.path("ifname"));
        if (name == null) {
            throw new LinkException("ip link in " + namespace + ": expected ifname in each entry");
        }
        Integer nsid = whole(entry.path("link_netnsid"));
        String peerNamespace = nsid == null ? namespace : namespaceNames.getOrDefault(nsid, "nsid-" + nsid);
        JsonNode info = entry.path("linkinfo");
        return new Link(
                namespace,
                name,
                entry.path("ifindex").intValue(-1),
                text(info.path("info_kind")),
                text(entry.path("master")),
                peerNamespace,
                peerIndex(entry),
                "vxlan".equals(text(info.path("info_kind")))
                        ? whole(info.path("info_data").path("id"))
                        : null,
                text(info.path("info_data").path("link")),
                queueDrops.getOrDefault(name, 0L),
                tally(namespace, name, "rx", entry),
                tally(namespace, name, "tx", entry));
    }

    /** The kernel gives the number alone if it cannot name the other interface, which is so across namespaces. */
    private static @Nullable Integer peerIndex(JsonNode link) {
        return whole(link.path("link_index"));
    }

    private static Tally tally(String namespace, String name, String direction, JsonNode link) throws LinkException {
        JsonNode stats = link.path("stats64").path(direction);
        return new Tally(
                counter(namespace, name, direction, stats, "bytes"),
                counter(namespace, name, direction, stats, "packets"),
                counter(namespace, name, direction, stats, "dropped"),
                counter(namespace, name, direction, stats, "errors"));
    }

    private static long counter(String namespace, String name, String direction, JsonNode stats, String key)
            throws LinkException {
        JsonNode value = stats.path(key);
        if (!value.isIntegralNumber()) {
            throw new LinkException("ip link in " + namespace + ": expected a whole number as " + direction + "." + key
                    + " of " + name);
        }
        return value.bigIntegerValue().longValue();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    private static @Nullable Integer whole(JsonNode node) {
        return node.isInt() ? Integer.valueOf(node.intValue()) : null;
    }
}
