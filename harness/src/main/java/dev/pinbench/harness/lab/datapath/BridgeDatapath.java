package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.TrafficPath;
import java.util.List;

/**
 * The pod's veth is a port of a bridge that holds the gateway's address, as docker0 does; the node routes between bridge
 * and wire, without NAT. With one node both pods are ports of one bridge.
 */
final class BridgeDatapath implements Datapath {
    private static final String BRIDGE = "br0";
    private static final String GATEWAY_A = "198.18.1.1";
    private static final String GATEWAY_B = "198.18.2.1";
    private static final String POD_A = "198.18.1.2";
    private static final String POD_B = "198.18.2.2";
    private static final String POD_B_BESIDE_A = "198.18.1.3";

    @Override
    public String name() {
        return "bridge";
    }

    @Override
    public String standsFor() {
        return "containers on one Linux bridge that holds their gateway, as CNI's bridge plugin does without masquerade";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return new Needs(rootless).link("bridge", "link add try type bridge").lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        bridge(topology, topology.nodeA(), GATEWAY_A);
        port(topology, topology.nodeA(), "veth-a", topology.podA(), POD_A, GATEWAY_A);
        if (topology.oneNode()) {
            port(topology, topology.nodeA(), "veth-b", topology.podB(), POD_B_BESIDE_A, GATEWAY_A);
            topology.podsAt(POD_A, POD_B_BESIDE_A, "eth0");
        } else {
            bridge(topology, topology.nodeB(), GATEWAY_B);
            port(topology, topology.nodeB(), "veth-b", topology.podB(), POD_B, GATEWAY_B);
            topology.routeToPods("198.18.1.0/24", "198.18.2.0/24");
            topology.podsAt(POD_A, POD_B, "eth0");
        }
        topology.nodeAt(GATEWAY_A);
        List<Hop> ofPodA = fromPod(topology, topology.podA(), topology.nodeA(), "veth-a");
        List<Hop> ofPodB = fromPod(topology, topology.podB(), topology.nodeB(), "veth-b");
        topology.ways(ofPodA, ofPodB);
        if (topology.oneNode()) {
            // From port to port: the bridge's own device, which is its host's, sees nothing of it.
            topology.way(
                    TrafficPath.POD_TO_POD, List.of(ofPodA.get(0), ofPodA.get(1), ofPodB.get(1), ofPodB.get(0)));
        }
    }

    private static List<Hop> fromPod(
            TopologyBuilder topology, LabNamespace pod, LabNamespace node, String nodeEnd) {
        return List.of(
                topology.hop(pod, "eth0"),
                topology.hop(node, nodeEnd, "looks up the MAC address"),
                topology.hop(node, BRIDGE, "routes"));
    }

    private static void bridge(TopologyBuilder topology, LabNamespace node, String gateway)
            throws LabException, InterruptedException {
        topology.ip(
                node,
                "link add " + BRIDGE + " mtu " + topology.mtuBytes() + " type bridge stp_state 0 mcast_snooping 0",
                "addr add " + gateway + "/24 dev " + BRIDGE,
                "link set " + BRIDGE + " up");
        topology.made(node, BRIDGE, "bridge", topology.mtuBytes());
    }

    private static void port(
            TopologyBuilder topology,
            LabNamespace node,
            String nodeEnd,
            LabNamespace pod,
            String podAddress,
            String gateway)
            throws LabException, InterruptedException {
        topology.veth(node, nodeEnd, pod, "eth0");
        topology.ip(node, "link set " + nodeEnd + " master " + BRIDGE);
        topology.ip(pod, "addr add " + podAddress + "/24 dev eth0", "route add default via " + gateway);
    }
}
