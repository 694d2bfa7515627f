package dev.pinbench.harness.inspect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A BPF program attached to an interface.
 *
 * @param hook where, such as {@code xdp/driver}, {@code clsact/ingress} or {@code tcx/egress}
 * @param id number of the program; {@code null} if it has none (classic BPF) or that was not told
 * @param name its name, untrusted; {@code null} if that was not told
 */
public record Program(
        String hook, @Nullable Integer id, @Nullable String name) {
    /** Where an XDP program runs, by XDP_ATTACHED_* of include/uapi/linux/if_link.h. */
    private static final List<String> XDP_MODES = List.of("none", "driver", "generic", "offload", "multi");

    /** Out of what {@code ip -d link} says of an interface. */
    static List<Program> xdp(JsonNode xdp) {
        List<Program> programs = new ArrayList<>();
        if (xdp.path("attached").isArray()) {
            xdp.path("attached").forEach(each -> programs.addAll(xdp(each)));
        } else if (xdp.path("prog").isObject()) {
            int mode = xdp.path("mode").intValue(-1);
            programs.add(new Program(
                    "xdp/" + (mode > 0 && mode < XDP_MODES.size() ? XDP_MODES.get(mode) : "mode " + mode),
                    number(xdp.path("prog").path("id")),
                    text(xdp.path("prog").path("name"))));
        }
        return programs;
    }

    static @Nullable Integer number(JsonNode node) {
        return node.isInt() ? Integer.valueOf(node.intValue()) : null;
    }

    static @Nullable String text(JsonNode node) {
        return node.isString() && !node.stringValue().isEmpty() ? node.stringValue() : null;
    }
}
