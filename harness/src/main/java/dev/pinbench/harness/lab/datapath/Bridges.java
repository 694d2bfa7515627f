package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.TrafficPath;
import java.util.List;

/**
 * What datapaths with a bridge share: one on each node that holds the gateway's address, a /24 for each node, a veth pair
 * from a port to each pod.
 *
 * @param name name of the bridges
 * @param mtuBytes MTU of bridges and pods
 */
record Bridges(String name, int mtuBytes) {
    static final String NETWORK_A = "198.18.1.0/24";
    static final String NETWORK_B = "198.18.2.0/24";
    static final String GATEWAY_A = "198.18.1.1";
    static final String POD_A = "198.18.1.2";
    static final String GATEWAY_B = "198.18.2.1";
    private static final String POD_B = "198.18.2.2";
    private static final String POD_B_BESIDE_A = "198.18.1.3";

    static String podB(TopologyBuilder topology) {
        return topology.oneNode() ? POD_B_BESIDE_A : POD_B;
    }

    /** Joins pods and bridges; routes between nodes are left to the datapath. */
    void join(TopologyBuilder topology) throws LabException, InterruptedException {
        bridge(topology, topology.nodeA(), GATEWAY_A);
        port(topology, topology.nodeA(), "veth-a", topology.podA(), POD_A, GATEWAY_A);
        if (!topology.oneNode()) {
            bridge(topology, topology.nodeB(), GATEWAY_B);
        }
        String gatewayOfB = topology.oneNode() ? GATEWAY_A : GATEWAY_B;
        port(topology, topology.nodeB(), "veth-b", topology.podB(), podB(topology), gatewayOfB);
        topology.podsAt(POD_A, podB(topology), "eth0");
        topology.nodeAt(GATEWAY_A);
    }

    private void bridge(TopologyBuilder topology, LabNamespace node, String gateway)
            throws LabException, InterruptedException {
        topology.ip(
                node,
                "link add " + name + " mtu " + mtuBytes + " type bridge stp_state 0 mcast_snooping 0",
                "addr add " + gateway + "/24 dev " + name,
                "link set " + name + " up");
        topology.made(node, name, "bridge", mtuBytes);
    }

    private void port(
            TopologyBuilder topology,
            LabNamespace node,
            String nodeEnd,
            LabNamespace pod,
            String podAddress,
            String gateway)
            throws LabException, InterruptedException {
        topology.veth(node, nodeEnd, pod, "eth0", mtuBytes);
        topology.ip(node, "link set " + nodeEnd + " master " + name);
        topology.ip(pod, "addr add " + podAddress + "/24 dev eth0", "route add default via " + gateway);
    }

    /**
     * Tells the ways of all paths as they are without a tunnel.
     *
     * @param portWorks what is done at a port that a packet passes on its way to another port
     * @param hostWorks what the node does behind the bridge
     */
    void ways(TopologyBuilder topology, List<String> portWorks, List<String> hostWorks) {
        ways(topology, "veth-a", "veth-b", portWorks, hostWorks);
    }

    /** As {@link #ways(TopologyBuilder, List, List)}, where the nodes' ends of the veth pairs have other names. */
    void ways(
            TopologyBuilder topology,
            String nodeEndOfA,
            String nodeEndOfB,
            List<String> portWorks,
            List<String> hostWorks) {
        List<Hop> ofPodA = fromPod(topology, topology.podA(), topology.nodeA(), nodeEndOfA, hostWorks);
        List<Hop> ofPodB = fromPod(topology, topology.podB(), topology.nodeB(), nodeEndOfB, hostWorks);
        topology.ways(ofPodA, ofPodB);
        if (topology.oneNode()) {
            // From port to port: the bridge's own device, which is its host's, sees nothing of it.
            String[] works = portWorks.toArray(String[]::new);
            topology.way(
                    TrafficPath.POD_TO_POD,
                    List.of(
                            topology.hop(topology.podA(), "eth0"),
                            topology.hop(topology.nodeA(), nodeEndOfA, works),
                            topology.hop(topology.nodeA(), nodeEndOfB),
                            topology.hop(topology.podB(), "eth0")));
        }
    }

    /** Hops from a pod up to its node. */
    List<Hop> fromPod(
            TopologyBuilder topology, LabNamespace pod, LabNamespace node, String nodeEnd, List<String> hostWorks) {
        return List.of(
                topology.hop(pod, "eth0"),
                topology.hop(node, nodeEnd),
                topology.hop(node, name, hostWorks.toArray(String[]::new)));
    }
}
