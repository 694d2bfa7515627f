package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Lack;
import java.util.List;

/**
 * A bridge on each node and a VXLAN tunnel between them with everything set by hand, as flannel does. Only here, so
 * that the balance of a tunnel is proved whatever datapaths the lab offers. Routes of the pods leave room for the tunnel.
 */
final class TunnelDatapath implements Datapath {
    private static final String TUNNEL_A = "02:00:00:00:00:0a";
    private static final String TUNNEL_B = "02:00:00:00:00:0b";

    @Override
    public String name() {
        return "test-tunnel";
    }

    @Override
    public String standsFor() {
        return "flannel";
    }

    @Override
    public List<Lack> lacking(boolean rootless) {
        return List.of();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        join(topology, topology.nodeA(), "veth-a", topology.podA(), 1);
        join(topology, topology.nodeB(), "veth-b", topology.podB(), 2);
        tunnel(topology, topology.nodeA(), 1, TUNNEL_A, 2, TUNNEL_B);
        tunnel(topology, topology.nodeB(), 2, TUNNEL_B, 1, TUNNEL_A);
        topology.podsAt("198.18.1.2", "198.18.2.2", "eth0");
        topology.ways(List.of(topology.hop(topology.podA(), "eth0")), List.of(topology.hop(topology.podB(), "eth0")));
    }

    private static void join(TopologyBuilder topology, LabNamespace node, String nodeEnd, LabNamespace pod, int net)
            throws LabException, InterruptedException {
        topology.ip(
                node,
                "link add cni0 mtu " + topology.mtuBytes() + " type bridge stp_state 0 mcast_snooping 0",
                "addr add 198.18." + net + ".1/24 dev cni0",
                "link set cni0 up");
        topology.made(node, "cni0", "bridge", topology.mtuBytes());
        topology.veth(node, nodeEnd, pod, "eth0");
        topology.ip(node, "link set " + nodeEnd + " master cni0");
        topology.ip(
                pod,
                "addr add 198.18." + net + ".2/24 dev eth0",
                "route add default via 198.18." + net + ".1 mtu " + (topology.mtuBytes() - 50));
    }

    private static void tunnel(
            TopologyBuilder topology, LabNamespace node, int net, String address, int otherNet, String otherAddress)
            throws LabException, InterruptedException {
        String otherNode = "198.18.0." + otherNet;
        topology.ip(
                node,
                "link add flannel.1 address " + address + " type vxlan id 1 dev wire local 198.18.0." + net
                        + " dstport 8472 nolearning",
                "addr add 198.18." + net + ".0/32 dev flannel.1",
                "link set flannel.1 up",
                "route add 198.18." + otherNet + ".0/24 via 198.18." + otherNet + ".0 dev flannel.1 onlink",
                "neigh add 198.18." + otherNet + ".0 lladdr " + otherAddress + " dev flannel.1 nud permanent");
        node.require(
                List.of("bridge", "-batch", "-"),
                "fdb append " + otherAddress + " dev flannel.1 dst " + otherNode + "\n");
    }
}
