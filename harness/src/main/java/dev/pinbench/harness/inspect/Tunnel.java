package dev.pinbench.harness.inspect;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A VXLAN tunnel (drivers/net/vxlan).
 *
 * @param vni identifier; {@code null} if it comes with each packet
 * @param port UDP port
 * @param local address that it sends from
 * @param remote where it sends what it has no entry for
 * @param underlay device that it is bound to
 * @param external whether identifier and remote come with each packet (collect metadata), set by a program or route
 */
public record Tunnel(
        @Nullable Integer vni,
        @Nullable Integer port,
        @Nullable String local,
        @Nullable String remote,
        @Nullable String underlay,
        boolean external) {

    /** Out of what {@code ip -d link} says of it. */
    static Tunnel parse(JsonNode data) {
        return new Tunnel(
                Program.number(data.path("id")),
                Program.number(data.path("port")),
                first(data, "local", "local6"),
                first(data, "remote", "remote6", "group", "group6"),
                Program.text(data.path("link")),
                data.path("external").asBoolean(false));
    }

    private static @Nullable String first(JsonNode data, String... keys) {
        for (String key : keys) {
            String value = Program.text(data.path(key));
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
