package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.List;

/**
 * A /32 on the pod whose default gateway 169.254.1.1 is a permanent neighbour only, a host route to the veth, and policy
 * rules by the pod's address, as the AWS VPC CNI plugin sets up a pod on a secondary network interface.
 */
final class RoutedDatapath implements Datapath {
    private static final String POD_A = "198.18.1.2";
    private static final String POD_B = "198.18.2.2";
    private static final String NODE = "198.18.1.1";
    private static final String GATEWAY = "169.254.1.1";
    /** Preferences and table as the plugin numbers them. */
    private static final int TO_POD = 512;

    private static final int FROM_POD = 1536;
    private static final int TABLE = 2;

    @Override
    public String name() {
        return "routed";
    }

    @Override
    public String standsFor() {
        return "a pod of the AWS VPC CNI plugin: no bridge, a /32, host routes and policy rules";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return new Needs(rootless)
                .works(
                        "this kernel has no policy rules",
                        "# boot a kernel with CONFIG_IP_MULTIPLE_TABLES",
                        List.of("ip", "rule", "add", "from", POD_A, "table", Integer.toString(TABLE)),
                        "")
                .lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        join(topology, topology.nodeA(), "veth-a", topology.podA(), POD_A, "02:00:00:00:01:01");
        join(topology, topology.nodeB(), "veth-b", topology.podB(), POD_B, "02:00:00:00:01:02");
        if (topology.oneNode()) {
            // No wire holds the node's address.
            topology.ip(topology.nodeA(), "addr add " + NODE + "/32 dev lo");
        } else {
            // The other node stands for the router of the cloud as well.
            topology.ip(
                    topology.nodeA(), "route add default via " + TopologyBuilder.WIRE_B + " dev wire table " + TABLE);
            topology.ip(
                    topology.nodeB(), "route add default via " + TopologyBuilder.WIRE_A + " dev wire table " + TABLE);
        }
        topology.routeToPods(POD_A + "/32", POD_B + "/32");
        topology.podsAt(POD_A, POD_B, "eth0");
        topology.nodeAt(NODE);
        topology.ways(
                hops(topology, topology.podA(), topology.nodeA(), "veth-a"),
                hops(topology, topology.podB(), topology.nodeB(), "veth-b"));
    }

    private static List<Hop> hops(TopologyBuilder topology, LabNamespace pod, LabNamespace node, String nodeEnd) {
        return List.of(
                topology.hop(pod, "eth0"), topology.hop(node, nodeEnd, "policy rules by the pod's address", "routes"));
    }

    private static void join(
            TopologyBuilder topology, LabNamespace node, String nodeEnd, LabNamespace pod, String address, String mac)
            throws LabException, InterruptedException {
        topology.veth(node, nodeEnd, pod, "eth0");
        topology.ip(
                node,
                "link set " + nodeEnd + " address " + mac,
                "route add " + address + "/32 dev " + nodeEnd + " scope link",
                "rule add pref " + TO_POD + " to " + address + " lookup main",
                "rule add pref " + FROM_POD + " from " + address + " lookup " + TABLE);
        topology.ip(
                pod,
                "addr add " + address + "/32 dev eth0",
                "route add " + GATEWAY + " dev eth0 scope link",
                "route add default via " + GATEWAY + " dev eth0",
                "neigh add " + GATEWAY + " lladdr " + mac + " dev eth0 nud permanent");
    }
}
