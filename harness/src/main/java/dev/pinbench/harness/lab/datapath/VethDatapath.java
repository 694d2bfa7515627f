package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.List;

/** The pod's veth ends in the node itself, which routes: no bridge, no NAT, no tunnel. */
final class VethDatapath implements Datapath {
    private static final String GATEWAY_A = "198.18.1.1";
    private static final String GATEWAY_B = "198.18.2.1";
    private static final String POD_A = "198.18.1.2";
    private static final String POD_B = "198.18.2.2";

    @Override
    public String name() {
        return "veth";
    }

    @Override
    public String standsFor() {
        return "a container whose veth pair the host routes to directly, as Calico does without encapsulation";
    }

    @Override
    public List<Lack> lacking(boolean rootless) {
        return List.of();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        join(topology, topology.nodeA(), "veth-a", GATEWAY_A, topology.podA(), POD_A);
        join(topology, topology.nodeB(), "veth-b", GATEWAY_B, topology.podB(), POD_B);
        topology.routeToPods("198.18.1.0/24", "198.18.2.0/24");
        topology.podsAt(POD_A, POD_B, "eth0");
        topology.nodeAt(GATEWAY_A);
        topology.ways(
                List.of(topology.hop(topology.podA(), "eth0"), topology.hop(topology.nodeA(), "veth-a", "routes")),
                List.of(topology.hop(topology.podB(), "eth0"), topology.hop(topology.nodeB(), "veth-b", "routes")));
    }

    private static void join(
            TopologyBuilder topology,
            LabNamespace node,
            String nodeEnd,
            String gateway,
            LabNamespace pod,
            String podAddress)
            throws LabException, InterruptedException {
        topology.veth(node, nodeEnd, pod, "eth0");
        topology.ip(node, "addr add " + gateway + "/24 dev " + nodeEnd);
        topology.ip(pod, "addr add " + podAddress + "/24 dev eth0", "route add default via " + gateway);
    }
}
