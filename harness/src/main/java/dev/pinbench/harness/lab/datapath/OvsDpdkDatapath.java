package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As {@link OvsDatapath} with the DPDK build of the switch: a thread that never sleeps polls rings that it shares with the
 * kernel (the net_af_packet driver). Without hugepages, so that nothing of the host has to be changed for it.
 *
 * <p>Where a topology is idle its switch is stopped: its thread would take a core from what is measured.
 */
final class OvsDpdkDatapath implements Datapath {
    private static final String PROGRAM = "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk";
    private static final Path LIBRARIES = Path.of("/usr/lib");

    /** The least that the switch's 16384 packet buffers (lib/netdev-dpdk.c), its rings and DPDK itself fit into. */
    private static final int MEBIBYTES = 128;

    /** The driver takes frames of 1518 bytes, whatever the size of its ring (drivers/net/af_packet). */
    private static final int LARGEST_MTU_BYTES = 1500;

    @Override
    public String name() {
        return "ovs-dpdk";
    }

    @Override
    public String standsFor() {
        return "containers on Open vSwitch with DPDK, whose thread polls without ever sleeping";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        Needs needs = OvsSwitch.programs(new Needs(rootless)).tool(PROGRAM, "openvswitch-switch-dpdk");
        if (!hasDriver()) {
            needs.lacks("DPDK's driver net_af_packet is not installed", "sudo apt-get install librte-meta-net");
        }
        return OvsSwitch.tap(needs).lacking();
    }

    /** Drivers are in {@code /usr/lib/ARCHITECTURE/dpdk/pmds-VERSION} on Debian and Ubuntu. */
    private static boolean hasDriver() {
        try (DirectoryStream<Path> architectures = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu*")) {
            for (Path architecture : architectures) {
                if (hasDriver(architecture.resolve("dpdk"))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean hasDriver(Path dpdk) throws IOException {
        if (!Files.isDirectory(dpdk)) {
            return false;
        }
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(dpdk, "pmds-*")) {
            for (Path version : versions) {
                try (DirectoryStream<Path> drivers = Files.newDirectoryStream(version, "librte_net_af_packet.so*")) {
                    if (drivers.iterator().hasNext()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public Map<Offload.Feature, Boolean> carriesTcpWith() {
        return Map.of(Offload.Feature.TX, false);
    }

    @Override
    public int largestMtuBytes() {
        return LARGEST_MTU_BYTES;
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        if (topology.mtuBytes() > LARGEST_MTU_BYTES) {
            throw new LabException("lab: datapath " + name() + ": DPDK's driver net_af_packet takes an MTU of at most "
                    + LARGEST_MTU_BYTES + " bytes, not " + topology.mtuBytes());
        }
        OvsPods.shape(
                topology,
                "polled by ovs-vswitchd, which switches",
                (node, gateway, interfaces) -> start(topology, node, gateway, interfaces));
    }

    private static void start(TopologyBuilder topology, LabNamespace node, String gateway, List<String> interfaces)
            throws LabException, InterruptedException {
        List<String> settings = List.of(
                "other_config:dpdk-init=true",
                "other_config:dpdk-alloc-mem=" + MEBIBYTES,
                // Nodes of a lab share /run: without files of its own no switch is in the way of another.
                "other_config:dpdk-extra=--no-huge --legacy-mem --no-shconf --no-pci --no-telemetry --file-prefix="
                        + node.name());
        List<String> ports = new ArrayList<>();
        for (String each : interfaces) {
            ports.addAll(port(each, topology.mtuBytes()));
        }
        OvsSwitch.start(topology, node, OvsSwitch.Frames.USER_SPACE, PROGRAM, true, settings)
                .bridge(gateway, ports);
    }

    private static List<String> port(String interfaceName, int mtuBytes) {
        String name = "dpdk-" + interfaceName;
        return List.of(
                "--",
                "add-port",
                OvsSwitch.BRIDGE,
                name,
                "--",
                "set",
                "interface",
                name,
                "type=dpdk",
                "mtu_request=" + mtuBytes,
                "options:dpdk-devargs=net_af_packet_" + interfaceName + ",iface=" + interfaceName);
    }
}
