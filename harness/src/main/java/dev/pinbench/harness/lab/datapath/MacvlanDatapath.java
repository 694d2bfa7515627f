package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.TrafficPath;
import java.util.List;

/**
 * Each pod has a macvlan device in bridge mode on its node's network interface: the wire, or with one node a veth that
 * stands for it. No node routes.
 */
final class MacvlanDatapath implements Datapath {
    private static final String PARENT = "parent";
    private static final String NODE_END = "macvlan0";
    private static final String NODE = "198.18.1.1";
    private static final String POD_A = "198.18.1.2";
    private static final String POD_B = "198.18.1.3";
    private static final String PODS = "198.18.1.0/24";
    private static final String WIRE_NETWORK = "198.18.0.0/30";

    @Override
    public String name() {
        return "macvlan";
    }

    @Override
    public String standsFor() {
        return "containers of Docker's macvlan driver or CNI's macvlan plugin, in bridge mode";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return new Needs(rootless)
                .link(
                        "macvlan",
                        "link add parent type veth peer name uplink",
                        "link add try link parent type macvlan mode bridge")
                .lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        String parent = topology.oneNode() ? PARENT : TopologyBuilder.WIRE;
        if (topology.oneNode()) {
            topology.veth(topology.nodeA(), PARENT, topology.nodeA(), "uplink");
            // A node cannot talk to macvlan devices through their parent, only through one of its own.
            topology.ip(
                    topology.nodeA(),
                    "link add " + NODE_END + " link " + PARENT + " mtu " + topology.mtuBytes()
                            + " type macvlan mode bridge",
                    "addr add " + NODE + "/24 dev " + NODE_END,
                    "link set " + NODE_END + " up");
            topology.made(topology.nodeA(), NODE_END, "macvlan", topology.mtuBytes());
        } else {
            topology.ip(topology.nodeA(), "route add " + PODS + " dev " + parent);
            topology.ip(topology.nodeB(), "route add " + PODS + " dev " + parent);
        }
        pod(topology, topology.nodeA(), parent, topology.podA(), POD_A);
        pod(topology, topology.nodeB(), parent, topology.podB(), POD_B);
        topology.podsAt(POD_A, POD_B, "eth0");
        topology.nodeAt(NODE);
        Hop endA = topology.hop(topology.podA(), "eth0", "looks up the MAC address");
        Hop endB = topology.hop(topology.podB(), "eth0");
        topology.ways(List.of(endA), List.of(endB));
        if (topology.oneNode()) {
            topology.way(TrafficPath.POD_TO_NATIVE, List.of(endA, topology.hop(topology.nodeA(), NODE_END)));
            topology.way(
                    TrafficPath.NATIVE_TO_POD,
                    List.of(topology.hop(topology.nodeA(), NODE_END, "looks up the MAC address"), endB));
        }
    }

    private static void pod(
            TopologyBuilder topology, LabNamespace node, String parent, LabNamespace pod, String address)
            throws LabException, InterruptedException {
        topology.ip(
                node,
                "link add eth0 link " + parent + " netns " + pod.name() + " mtu " + topology.mtuBytes()
                        + " type macvlan mode bridge");
        topology.ip(pod, "link set eth0 up", "addr add " + address + "/24 dev eth0");
        if (!topology.oneNode()) {
            topology.ip(pod, "route add " + WIRE_NETWORK + " dev eth0");
            // The driver holds TSO on (macvlan_fix_features, drivers/net/macvlan.c); the wire cuts what is to leave.
            topology.cutsBelow(pod, "eth0");
        }
        topology.made(pod, "eth0", "macvlan", topology.mtuBytes());
    }
}
