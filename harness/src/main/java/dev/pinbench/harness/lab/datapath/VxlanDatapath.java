package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.TrafficPath;
import java.util.ArrayList;
import java.util.List;

/**
 * A bridge on each node and between nodes a VXLAN device whose neighbours and forwarding entries are set by hand, as
 * flannel sets them.
 */
final class VxlanDatapath implements Datapath {
    private static final String TUNNEL = "flannel.1";
    private static final String TUNNEL_A = "198.18.1.0";
    private static final String TUNNEL_B = "198.18.2.0";
    private static final String MAC_A = "02:00:00:00:02:01";
    private static final String MAC_B = "02:00:00:00:02:02";
    /** Outer IPv4 20, UDP 8, VXLAN 8 and the inner Ethernet header 14 bytes (RFC 7348). */
    private static final int HEADER_BYTES = 50;

    private static final int TABLE = 10;

    @Override
    public String name() {
        return "vxlan";
    }

    @Override
    public String standsFor() {
        return "flannel's vxlan backend: a bridge on each node, a /24 for each, and a VXLAN tunnel between nodes";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return new Needs(rootless)
                .link("bridge", "link add try type bridge")
                .link("vxlan", "link add try type vxlan id 1 dstport 8472 dev lo nolearning")
                .lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        int mtuBytes = topology.mtuBytes() - HEADER_BYTES;
        Bridges bridges = new Bridges("cni0", mtuBytes);
        bridges.join(topology);
        bridges.ways(topology, List.of("looks up the MAC address"), List.of("routes"));
        if (topology.oneNode()) {
            return;
        }
        End endA = new End(topology.nodeA(), TopologyBuilder.WIRE_A, TUNNEL_A, MAC_A, Bridges.NETWORK_A);
        End endB = new End(topology.nodeB(), TopologyBuilder.WIRE_B, TUNNEL_B, MAC_B, Bridges.NETWORK_B);
        tunnel(topology, mtuBytes, endA, endB);
        tunnel(topology, mtuBytes, endB, endA);
        List<Hop> ofPodA = bridges.fromPod(topology, topology.podA(), topology.nodeA(), "veth-a", List.of("routes"));
        List<Hop> ofPodB = bridges.fromPod(topology, topology.podB(), topology.nodeB(), "veth-b", List.of("routes"));
        List<Hop> tunnelled = new ArrayList<>(List.of(topology.hop(topology.nodeA(), TUNNEL, "encapsulates")));
        tunnelled.addAll(topology.wire());
        tunnelled.add(topology.hop(topology.nodeB(), TUNNEL, "decapsulates", "routes"));
        List<Hop> intoPod = List.of(ofPodB.get(2), ofPodB.get(1), ofPodB.get(0));
        topology.way(TrafficPath.POD_TO_POD, concat(ofPodA, tunnelled, intoPod));
        topology.way(TrafficPath.NATIVE_TO_POD, concat(List.of(), tunnelled, intoPod));
    }

    /** One node's end of the tunnel. */
    private record End(LabNamespace node, String wireAddress, String address, String mac, String podNetwork) {}

    private static void tunnel(TopologyBuilder topology, int mtuBytes, End own, End other)
            throws LabException, InterruptedException {
        topology.ip(
                own.node,
                "link add " + TUNNEL + " address " + own.mac + " mtu " + mtuBytes + " type vxlan id 1 dev "
                        + TopologyBuilder.WIRE + " local " + own.wireAddress + " dstport 8472 nolearning",
                "addr add " + own.address + "/32 dev " + TUNNEL,
                "link set " + TUNNEL + " up",
                "route add " + other.podNetwork + " via " + other.address + " dev " + TUNNEL + " onlink",
                "neigh add " + other.address + " lladdr " + other.mac + " dev " + TUNNEL + " nud permanent",
                // Answers of the node itself to a pod go as the pod's packets came: without the tunnel.
                "route add " + other.podNetwork + " via " + other.wireAddress + " dev " + TopologyBuilder.WIRE
                        + " table " + TABLE,
                "rule add from " + own.wireAddress + " lookup " + TABLE);
        own.node.require(
                List.of("bridge", "-batch", "-"),
                "fdb append " + other.mac + " dev " + TUNNEL + " dst " + other.wireAddress + "\n");
        topology.made(own.node, TUNNEL, "vxlan", mtuBytes);
    }

    private static List<Hop> concat(List<Hop> first, List<Hop> second, List<Hop> third) {
        List<Hop> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }
}
