package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.List;

/**
 * The pod's veth is a port of an Open vSwitch whose frames the kernel switches (module openvswitch); its process is asked
 * about the first frame of a flow alone.
 */
final class OvsKernelDatapath implements Datapath {

    @Override
    public String name() {
        return "ovs-kernel";
    }

    @Override
    public String standsFor() {
        return "containers on Open vSwitch with the kernel's datapath, as Open Virtual Network and Antrea have it";
    }

    /** The kernel looks for the module by itself when it is asked for the datapath. */
    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return OvsSwitch.programs(new Needs(rootless))
                .tool(OvsDatapath.PROGRAM, "openvswitch-switch")
                .tool("ovs-dpctl", "openvswitch-switch")
                .works(
                        "this kernel has no datapath of Open vSwitch: neither built in nor as its module openvswitch",
                        "sudo modprobe openvswitch  # or boot a kernel that has it (CONFIG_OPENVSWITCH)",
                        List.of("ovs-dpctl", "-vconsole:off", "-vsyslog:off", "add-dp", "try"),
                        "")
                .lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        OvsPods.shape(
                topology,
                "Open vSwitch's flows in the kernel",
                (node, gateway, interfaces) ->
                        OvsDatapath.start(topology, node, OvsSwitch.Frames.KERNEL, gateway, interfaces));
    }
}
