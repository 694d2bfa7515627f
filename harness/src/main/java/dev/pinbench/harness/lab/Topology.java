package dev.pinbench.harness.lab;

import java.util.List;
import java.util.Map;

/**
 * Nodes, pods and what joins them, as built.
 *
 * @param key what it was built for
 * @param clientNode where a native client runs
 * @param serverNode where a native server runs; the same namespace as {@code clientNode} if there is one node
 * @param clientPod where a client in a pod runs
 * @param serverPod where a server in a pod runs
 * @param namespaces every namespace of it
 * @param interfaces every interface that traffic may cross
 * @param readBack what was read back after shaping, by {@code namespace/interface}
 * @param notInForce what was asked for but is not in force, one sentence each; empty if all is
 */
public record Topology(
        TopologyKey key,
        LabEndpoint clientNode,
        LabEndpoint serverNode,
        LabEndpoint clientPod,
        LabEndpoint serverPod,
        List<LabNamespace> namespaces,
        List<LabInterface> interfaces,
        Map<String, String> readBack,
        List<String> notInForce) {

    public Topology {
        namespaces = List.copyOf(namespaces);
        interfaces = List.copyOf(interfaces);
        readBack = Map.copyOf(readBack);
        notInForce = List.copyOf(notInForce);
    }

    /** Where the client of {@code path} runs. */
    public LabEndpoint client(TrafficPath path) {
        return path.clientInPod() ? clientPod : clientNode;
    }

    /** Where the server of {@code path} runs. */
    public LabEndpoint server(TrafficPath path) {
        return path.serverInPod() ? serverPod : serverNode;
    }
}
