package dev.pinbench.harness.existing;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.ToolJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what {@code ip -j -4 addr}, {@code ip -j -4 route show} and {@code ip -j route get} print. */
final class Addresses {

    /**
     * An address of an interface.
     *
     * @param global whether it is meant for others to reach ({@code scope global})
     */
    record Address(String interfaceName, String text, boolean global) {}

    /**
     * How a packet leaves.
     *
     * @param interfaceName through which interface
     * @param source the address that it carries
     * @param local whether it does not leave at all
     */
    record Route(String interfaceName, String source, boolean local) {}

    private Addresses() {}

    static List<Address> addresses(String json) throws LinkException {
        List<Address> addresses = new ArrayList<>();
        for (JsonNode each : ToolJson.array("ip addr", json)) {
            for (JsonNode address : each.path("addr_info")) {
                if (each.path("ifname").isString() && address.path("local").isString()) {
                    addresses.add(new Address(
                            each.path("ifname").stringValue(),
                            address.path("local").stringValue(),
                            address.path("scope").asString("").equals("global")));
                }
            }
        }
        return List.copyOf(addresses);
    }

    /** The interface of the default route that is tried first; of several next hops the first. */
    static Optional<String> defaultInterface(String json) throws LinkException {
        for (JsonNode each : ToolJson.array("ip route show", json)) {
            JsonNode device = each.path("dev").isString()
                    ? each.path("dev")
                    : each.path("nexthops").path(0).path("dev");
            if (device.isString()) {
                return Optional.of(device.stringValue());
            }
        }
        return Optional.empty();
    }

    static Route route(String json) throws LinkException {
        JsonNode first = ToolJson.array("ip route get", json).path(0);
        if (!first.path("dev").isString() || !first.path("prefsrc").isString()) {
            throw new LinkException("ip route get: expected dev and prefsrc of a route");
        }
        return new Route(
                first.path("dev").stringValue(),
                first.path("prefsrc").stringValue(),
                first.path("type").asString("").equals("local"));
    }
}
