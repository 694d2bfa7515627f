package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabInterface;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Topology;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every interface of a topology's namespaces as the kernel tells of it, whoever made it. */
final class KernelLinks {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * One interface.
     *
     * @param kind driver's word, or the link type where there is none
     * @param packets received and sent together
     * @param bytes received and sent together
     */
    record KernelLink(String kind, long packets, long bytes) {}

    private KernelLinks() {}

    static Map<LabInterface, KernelLink> of(Topology topology) throws Exception {
        Map<LabInterface, KernelLink> links = new LinkedHashMap<>();
        for (LabNamespace namespace : topology.namespaces()) {
            String json = namespace.run(List.of("ip", "-d", "-j", "-s", "link")).stdout();
            for (JsonNode link : MAPPER.readTree(json)) {
                JsonNode kind = link.at("/linkinfo/info_kind");
                links.put(
                        new LabInterface(namespace, link.path("ifname").asString()),
                        new KernelLink(
                                kind.isString()
                                        ? kind.stringValue()
                                        : link.path("link_type").asString(),
                                both(link, "packets"),
                                both(link, "bytes")));
            }
        }
        return links;
    }

    private static long both(JsonNode link, String what) {
        return link.at("/stats64/rx/" + what).longValue()
                + link.at("/stats64/tx/" + what).longValue();
    }
}
