package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.TrafficPath;
import java.util.List;

/**
 * Pods at Open vSwitch, whichever build: one switch in each node with the pods' veths as ports, whose own port is the gateway.
 * Between nodes the kernel routes.
 */
final class OvsPods {
    private static final String GATEWAY_A = "198.18.1.1";
    private static final String GATEWAY_B = "198.18.2.1";
    private static final String POD_A = "198.18.1.2";
    private static final String POD_B = "198.18.2.2";
    private static final String POD_B_BESIDE_A = "198.18.1.3";

    /** Starts a switch in a node, with its gateway and with interfaces of the node as ports. */
    @FunctionalInterface
    interface Starter {
        void start(LabNamespace node, String gateway, List<String> interfaces)
                throws LabException, InterruptedException;
    }

    private OvsPods() {}

    /**
     * Joins the pods and routes between them.
     *
     * @param works what is done at the node's end of a veth pair, a few words
     */
    static void shape(TopologyBuilder topology, String works, Starter switches)
            throws LabException, InterruptedException {
        LabNamespace nodeA = topology.nodeA();
        LabNamespace nodeB = topology.nodeB();
        pod(topology, nodeA, "veth-a", topology.podA(), POD_A, GATEWAY_A);
        if (topology.oneNode()) {
            pod(topology, nodeA, "veth-b", topology.podB(), POD_B_BESIDE_A, GATEWAY_A);
            switches.start(nodeA, GATEWAY_A, List.of("veth-a", "veth-b"));
            topology.podsAt(POD_A, POD_B_BESIDE_A, "eth0");
        } else {
            pod(topology, nodeB, "veth-b", topology.podB(), POD_B, GATEWAY_B);
            switches.start(nodeA, GATEWAY_A, List.of("veth-a"));
            switches.start(nodeB, GATEWAY_B, List.of("veth-b"));
            topology.routeToPods("198.18.1.0/24", "198.18.2.0/24");
            topology.podsAt(POD_A, POD_B, "eth0");
        }
        topology.nodeAt(GATEWAY_A);
        List<Hop> ofPodA = fromPod(topology, topology.podA(), nodeA, "veth-a", works);
        List<Hop> ofPodB = fromPod(topology, topology.podB(), nodeB, "veth-b", works);
        topology.ways(ofPodA, ofPodB);
        if (topology.oneNode()) {
            // From port to port: the node's own port sees nothing of it.
            topology.way(TrafficPath.POD_TO_POD, List.of(ofPodA.get(0), ofPodA.get(1), ofPodB.get(1), ofPodB.get(0)));
        }
    }

    private static List<Hop> fromPod(
            TopologyBuilder topology, LabNamespace pod, LabNamespace node, String nodeEnd, String works) {
        return List.of(
                topology.hop(pod, "eth0"),
                topology.hop(node, nodeEnd, works),
                topology.hop(node, OvsSwitch.BRIDGE, "routes"));
    }

    private static void pod(
            TopologyBuilder topology,
            LabNamespace node,
            String nodeEnd,
            LabNamespace pod,
            String podAddress,
            String gateway)
            throws LabException, InterruptedException {
        topology.veth(node, nodeEnd, pod, "eth0");
        topology.ip(pod, "addr add " + podAddress + "/24 dev eth0", "route add default via " + gateway);
    }
}
