package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.harness.existing.Endpoints;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The key {@code endpoints}, and what a profile cannot choose beside it. */
final class EndpointsReader {

    /** Factors that only the lab can vary. */
    static final Set<Factor> OF_THE_LAB =
            Set.of(Factor.PATH, Factor.DATAPATH, Factor.OFFLOAD, Factor.NODES, Factor.MTU);

    private static final Map<Factor, String> DEFAULTS = Map.of(
            Factor.PATH, ProfileReader.DEFAULT_PATH,
            Factor.DATAPATH, ProfileReader.DEFAULT_DATAPATH,
            Factor.OFFLOAD, ProfileReader.DEFAULT_OFFLOAD,
            Factor.NODES, ProfileReader.DEFAULT_NODES,
            Factor.MTU, ProfileReader.DEFAULT_MTU,
            Factor.SOFTIRQ_CORE, ProfileReader.DEFAULT,
            Factor.RFS, ProfileReader.DEFAULT,
            Factor.XPS, ProfileReader.DEFAULT,
            Factor.THREADED_NAPI, ProfileReader.DEFAULT_THREADED_NAPI);

    /** Factors that would change what exists already. */
    private static final Set<Factor> STEERING =
            Set.of(Factor.SOFTIRQ_CORE, Factor.RFS, Factor.XPS, Factor.THREADED_NAPI);

    private final ProfileTree tree;
    private final Problems problems;

    EndpointsReader(ProfileTree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    /**
     * The endpoints, or null for those of the lab. With endpoints, the levels of what is the lab's to choose are replaced;
     * others than the defaults become problems.
     */
    @Nullable
    Endpoints read(Map<Factor, List<String>> levels) {
        JsonNode json = tree.root().path("endpoints");
        if (json.isMissingNode()) {
            requireNative(levels, List.of());
            return null;
        }
        JsonNode client = json.path("client");
        JsonNode server = json.path("server");
        if (client.has("address")) {
            problems.add(
                    tree.keyOrigin("/endpoints/client/address"),
                    "endpoints.client.address: the client's address follows from its route; expected an address only of"
                            + " the server");
        }
        DEFAULTS.forEach((factor, level) -> {
            List<String> given = levels.getOrDefault(factor, List.of(level));
            if (!given.equals(List.of(level))) {
                refuse(factor, level);
            }
        });
        Endpoints endpoints = new Endpoints(
                at(client),
                at(server),
                server.has("address") ? server.path("address").asString() : null);
        requireNative(levels, List.of(endpoints.client(), endpoints.server()));
        OF_THE_LAB.forEach(factor -> levels.put(factor, List.of(Endpoints.LEVEL)));
        levels.put(Factor.PATH, List.of(endpoints.path()));
        return endpoints;
    }

    /** Interfaces of the lab have no interrupts; of others only those of the network that Pinbench is in can be told. */
    private void requireNative(Map<Factor, List<String>> levels, List<String> endpoints) {
        List<String> only = List.of(ProfileReader.DEFAULT);
        if (!levels.getOrDefault(Factor.IRQ_AFFINITY, only).equals(only) && !endpoints.contains(Endpoints.NATIVE)) {
            problems.add(
                    tree.origin("/vary/irq-affinity"),
                    "vary.irq-affinity: only interrupts of cards in the network that Pinbench is in can be moved; expected "
                            + Endpoints.NATIVE + " among the endpoints, or default");
        }
    }

    private static String at(JsonNode node) {
        return (node.isObject() ? node.path("at") : node).asString();
    }

    private void refuse(Factor factor, String only) {
        String shortForm = ShortForms.POINTERS.get(factor);
        String pointer = shortForm != null && !tree.root().at(shortForm).isMissingNode()
                ? shortForm
                : ProfileTree.child("/vary", factor.label());
        String why = STEERING.contains(factor)
                ? "endpoints that exist already are not steered"
                : "this is the lab's to choose, and endpoints exist already";
        problems.add(
                tree.origin(pointer), ProfileTree.dotted(pointer) + ": " + why + "; expected no such key, or " + only);
    }
}
