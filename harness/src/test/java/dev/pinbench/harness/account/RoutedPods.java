package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Lack;
import java.util.List;

/**
 * A /32 on the pod, a gateway that is a neighbour entry only, host routes and a policy rule on the node, as the AWS VPC
 * CNI does. Only here, so that a way that only policy routing tells is proved to be followed.
 */
final class RoutedPods implements Datapath {

    @Override
    public String name() {
        return "test-routed";
    }

    @Override
    public String standsFor() {
        return "AWS";
    }

    @Override
    public List<Lack> lacking(boolean rootless) {
        return List.of();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        join(topology, topology.nodeA(), "veth-a", topology.podA(), 1);
        join(topology, topology.nodeB(), "veth-b", topology.podB(), 2);
        if (!topology.oneNode()) {
            // Only packets from the pod find this table.
            topology.ip(
                    topology.nodeA(),
                    "route add 198.18.2.2/32 via 198.18.0.2 table 100",
                    "rule add from 198.18.1.2 table 100");
            topology.ip(topology.nodeB(), "route add 198.18.1.2/32 via 198.18.0.1");
        }
        topology.podsAt("198.18.1.2", "198.18.2.2", "eth0");
        topology.nodeAt("198.18.1.1");
        topology.ways(List.of(topology.hop(topology.podA(), "eth0")), List.of(topology.hop(topology.podB(), "eth0")));
    }

    private static void join(TopologyBuilder topology, LabNamespace node, String nodeEnd, LabNamespace pod, int net)
            throws LabException, InterruptedException {
        topology.veth(node, nodeEnd, pod, "eth0");
        String gateway = "02:00:00:00:01:0" + net;
        topology.ip(
                node,
                "link set " + nodeEnd + " address " + gateway,
                "route add 198.18." + net + ".2/32 dev " + nodeEnd);
        topology.ip(
                pod,
                "addr add 198.18." + net + ".2/32 dev eth0",
                "route add 169.254.1.1 dev eth0 scope link",
                "route add default via 169.254.1.1 dev eth0",
                "neigh add 169.254.1.1 lladdr " + gateway + " dev eth0 nud permanent");
    }
}
