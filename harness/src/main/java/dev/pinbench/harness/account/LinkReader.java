package dev.pinbench.harness.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what {@code ip -j -d -s -s link} and {@code ip -j netns list-id} print. */
final class LinkReader {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private LinkReader() {}

    /** From the kernel's number of a namespace to its name. */
    static Map<Integer, String> namespaceNames(String json) throws AccountException {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (JsonNode each : array("ip netns list-id", json)) {
            if (each.path("nsid").isInt() && each.path("name").isString()) {
                names.put(each.path("nsid").intValue(), each.path("name").stringValue());
            }
        }
        return names;
    }

    /** The interfaces of {@code namespace}. */
    static List<Link> links(String namespace, String json, Map<Integer, String> namespaceNames)
            throws AccountException {
        List<Link> links = new ArrayList<>();
        for (JsonNode each : array("ip link in " + namespace, json)) {
            String name = text(each.path("ifname"));
            if (name == null) {
                throw new AccountException("ip link in " + namespace + ": expected ifname in each entry");
            }
            Integer nsid = whole(each.path("link_netnsid"));
            String peerNamespace = nsid == null ? namespace : namespaceNames.getOrDefault(nsid, "nsid-" + nsid);
            JsonNode info = each.path("linkinfo");
            links.add(new Link(
                    namespace,
                    name,
                    each.path("ifindex").intValue(-1),
                    text(info.path("info_kind")),
                    text(each.path("master")),
                    peerNamespace,
                    peerIndex(each),
                    text(info.path("info_kind")) == null || !"vxlan".equals(text(info.path("info_kind")))
                            ? null
                            : whole(info.path("info_data").path("id")),
                    text(info.path("info_data").path("link")),
                    tally(namespace, name, "rx", each),
                    tally(namespace, name, "tx", each)));
        }
        return List.copyOf(links);
    }

    /** The kernel gives the number alone if it cannot name the other interface, which is so across namespaces. */
    private static @Nullable Integer peerIndex(JsonNode link) {
        return whole(link.path("link_index"));
    }

    private static Tally tally(String namespace, String name, String direction, JsonNode link)
            throws AccountException {
        JsonNode stats = link.path("stats64").path(direction);
        return new Tally(
                counter(namespace, name, direction, stats, "bytes"),
                counter(namespace, name, direction, stats, "packets"),
                counter(namespace, name, direction, stats, "dropped"),
                counter(namespace, name, direction, stats, "errors"));
    }

    private static long counter(String namespace, String name, String direction, JsonNode stats, String key)
            throws AccountException {
        JsonNode value = stats.path(key);
        if (!value.isIntegralNumber()) {
            throw new AccountException("ip link in " + namespace + ": expected a whole number as " + direction + "."
                    + key + " of " + name);
        }
        return value.bigIntegerValue().longValue();
    }

    private static JsonNode array(String source, String json) throws AccountException {
        try {
            JsonNode root = MAPPER.readTree(json.isBlank() ? "[]" : json);
            if (root.isArray()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new AccountException(source + ": expected JSON: " + e.getOriginalMessage(), e);
        }
        throw new AccountException(source + ": expected a JSON array");
    }

    private static @Nullable String text(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }

    private static @Nullable Integer whole(JsonNode node) {
        return node.isInt() ? Integer.valueOf(node.intValue()) : null;
    }
}
