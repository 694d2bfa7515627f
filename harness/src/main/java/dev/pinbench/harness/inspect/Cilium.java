package dev.pinbench.harness.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Cilium's agent keeps in the kernel's maps, where it is present.
 *
 * @param maps files of its endpoint and metrics maps; empty where there is no agent
 * @param endpoints those on the way; {@code null} if the map could not be read
 * @param counts packets of the whole node since the map was made; {@code null} if the map could not be read
 */
public record Cilium(
        List<String> maps,
        @Nullable List<Endpoint> endpoints,
        @Nullable List<Count> counts) {

    /** Without an agent. */
    static final Cilium NONE = new Cilium(List.of(), List.of(), List.of());

    public Cilium {
        maps = List.copyOf(maps);
        endpoints = endpoints == null ? null : List.copyOf(endpoints);
        counts = counts == null ? null : List.copyOf(counts);
    }

    /**
     * An entry of the endpoint map (struct endpoint_info in Cilium's bpf/lib/eps.h).
     *
     * @param address its address
     * @param id number of the endpoint on this node; 0 for the node itself
     * @param identity its security identity; {@code null} in maps of agents that did not keep it there
     * @param interfaceIndex number of the node's interface to it; 0 if there is none
     * @param mac hardware address of its own end
     * @param nodeMac hardware address of the node's end
     * @param host whether it is the node itself
     */
    public record Endpoint(
            String address,
            int id,
            @Nullable Long identity,
            int interfaceIndex,
            String mac,
            String nodeMac,
            boolean host) {}

    /**
     * Packets of one direction and fate (struct metrics_key and metrics_value in bpf/lib/common.h), of all CPUs.
     *
     * @param direction {@code ingress} to an endpoint, {@code egress} from one, {@code service} or {@code unknown}
     * @param dropped whether they were dropped, else forwarded
     * @param reason the agent's number of why; 0 for plainly forwarded
     * @param packets how many
     * @param bytes their bytes
     */
    public record Count(String direction, boolean dropped, int reason, long packets, long bytes) {}
}
