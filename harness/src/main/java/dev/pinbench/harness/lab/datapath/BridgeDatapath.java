package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.List;

/**
 * The pod's veth is a port of a bridge that holds the gateway's address, as docker0 does; the node routes between bridge
 * and wire, without NAT. With one node both pods are ports of one bridge.
 */
final class BridgeDatapath implements Datapath {

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
        Bridges bridges = new Bridges("br0", topology.mtuBytes());
        bridges.join(topology);
        topology.routeToPods(Bridges.NETWORK_A, Bridges.NETWORK_B);
        bridges.ways(topology, List.of("looks up the MAC address"), List.of("routes"));
    }
}
