package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pod's veth is a port of an Open vSwitch whose datapath is its own process, which reads and writes frames through
 * packet sockets.
 *
 * <p>The switch hands on what it reads. With TX checksum offload at the pod's end a segment is read before its checksum was
 * made (CHECKSUM_PARTIAL, include/linux/skbuff.h), and no later device knows that one is due.
 */
final class OvsDatapath implements Datapath {
    static final String PROGRAM = "ovs-vswitchd";

    @Override
    public String name() {
        return "ovs";
    }

    @Override
    public String standsFor() {
        return "containers on Open vSwitch with its user-space datapath, one process that switches by packet sockets";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return OvsSwitch.tap(OvsSwitch.programs(new Needs(rootless)).tool(PROGRAM, "openvswitch-switch"))
                .lacking();
    }

    @Override
    public Map<Offload.Feature, Boolean> carriesTcpWith() {
        return Map.of(Offload.Feature.TX, false);
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        OvsPods.shape(
                topology,
                "copied to and from ovs-vswitchd, which switches",
                (node, gateway, interfaces) -> start(topology, node, OvsSwitch.Frames.USER_SPACE, gateway, interfaces));
    }

    /** Starts the ordinary switch with interfaces as they are for ports. */
    static void start(
            TopologyBuilder topology,
            LabNamespace node,
            OvsSwitch.Frames frames,
            String gateway,
            List<String> interfaces)
            throws LabException, InterruptedException {
        List<String> ports = new ArrayList<>();
        for (String each : interfaces) {
            ports.addAll(List.of("--", "add-port", OvsSwitch.BRIDGE, each));
        }
        OvsSwitch.start(topology, node, frames, PROGRAM, false, List.of()).bridge(gateway, ports);
    }
}
