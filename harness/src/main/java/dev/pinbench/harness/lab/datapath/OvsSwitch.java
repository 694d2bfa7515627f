package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Daemon;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Open vSwitch in one node: a database and a switch of its own, whose files are in a tmpfs that only the node's mount
 * namespace has. The switch ends with the lab, and so does all that it made.
 */
final class OvsSwitch {
    /** The bridge; its own port has the same name and is the node's. */
    static final String BRIDGE = "br0";

    private static final int DATAPATH_PORT_MTU_BYTES = 1500;
    private static final String RUN = "/run/openvswitch";
    private static final String DATABASE = RUN + "/conf.db";
    private static final String SOCKET = RUN + "/db.sock";
    private static final List<String> QUIET = List.of("--no-chdir", "-vsyslog:off", "-vconsole:warn");

    private final TopologyBuilder topology;
    private final LabNamespace node;
    private final Frames frames;

    /** Where frames are switched. */
    enum Frames {
        /** In the process of the switch. */
        USER_SPACE("netdev", "tun"),
        /** In the kernel, by its module of the same name. */
        KERNEL("system", "openvswitch");

        private final String datapathType;
        /** Driver's word for the bridge's own port. */
        private final String kind;

        Frames(String datapathType, String kind) {
            this.datapathType = datapathType;
            this.kind = kind;
        }

        /** A device that there is for the datapath in any case; it stays down. */
        private String datapathPort() {
            return "ovs-" + datapathType;
        }
    }

    private OvsSwitch(TopologyBuilder topology, LabNamespace node, Frames frames) {
        this.topology = topology;
        this.node = node;
        this.frames = frames;
    }

    /** Its programs, except for the switch itself. */
    static Needs programs(Needs needs) {
        return needs.tool("ovsdb-tool", "openvswitch-common")
                .tool("ovsdb-server", "openvswitch-common")
                .tool("ovs-vsctl", "openvswitch-switch");
    }

    /** The tap devices that its bridges have in user space. */
    static Needs tap(Needs needs) throws InterruptedException {
        return needs.works(
                "no tap interface can be made",
                "sudo modprobe tun && sudo chmod 666 /dev/net/tun",
                List.of("ip", "tuntap", "add", "dev", "try", "mode", "tap"),
                "");
    }

    /**
     * Starts the database and the switch in {@code node}.
     *
     * @param program the switch: a name, or a path
     * @param polls whether it takes a core even when idle
     * @param settings of the switch as a whole, {@code other_config:KEY=VALUE}
     */
    static OvsSwitch start(
            TopologyBuilder topology,
            LabNamespace node,
            Frames frames,
            String program,
            boolean polls,
            List<String> settings)
            throws LabException, InterruptedException {
        OvsSwitch made = new OvsSwitch(topology, node, frames);
        // The node has no address at the ports, but would answer ARP there for the one of its bridge.
        node.sysctl("net/ipv4/conf/all/arp_ignore", "1");
        node.require(List.of("mkdir", "-p", RUN), "");
        node.require(List.of("mount", "-t", "tmpfs", "tmpfs", RUN), "");
        node.require(List.of("ovsdb-tool", "create", DATABASE), "");
        List<String> database = new ArrayList<>(List.of(
                "ovsdb-server",
                DATABASE,
                "--remote=punix:" + SOCKET,
                "--pidfile=" + RUN + "/ovsdb-server.pid",
                "--unixctl=" + RUN + "/ovsdb-server.ctl"));
        database.addAll(QUIET);
        topology.start(node, database).await("its socket", () -> Files.exists(made.seen(SOCKET)));
        made.configure(true, List.of("init"));
        if (!settings.isEmpty()) {
            List<String> set = new ArrayList<>(List.of("set", "Open_vSwitch", "."));
            set.addAll(settings);
            made.configure(true, set);
        }
        List<String> argv = new ArrayList<>(List.of(
                program,
                "unix:" + SOCKET,
                "--pidfile=" + RUN + "/ovs-vswitchd.pid",
                "--unixctl=" + RUN + "/switch.ctl"));
        argv.addAll(QUIET);
        Daemon daemon = polls ? topology.startPolling(node, argv) : topology.start(node, argv);
        daemon.await("its control socket", () -> Files.exists(made.seen(RUN + "/switch.ctl")));
        return made;
    }

    /** A file of the node as this program sees it. */
    private Path seen(String file) {
        return Path.of("/proc", Long.toString(node.anchorPid()), "root").resolve(file.substring(1));
    }

    /**
     * Makes the bridge, its own port the gateway.
     *
     * @param ports words of {@code ovs-vsctl} that add the other ports, each command after {@code --}
     */
    void bridge(String gateway, List<String> ports) throws LabException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("add-br", BRIDGE));
        words.addAll(List.of("--", "set", "bridge", BRIDGE, "datapath_type=" + frames.datapathType));
        words.addAll(List.of("--", "set", "interface", BRIDGE, "mtu_request=" + topology.mtuBytes()));
        words.addAll(ports);
        configure(false, words);
        requirePorts();
        topology.ip(node, "addr add " + gateway + "/24 dev " + BRIDGE, "link set " + BRIDGE + " up");
        topology.made(node, BRIDGE, frames.kind, topology.mtuBytes());
        topology.made(node, frames.datapathPort(), frames.kind, DATAPATH_PORT_MTU_BYTES);
    }

    /** Runs {@code ovs-vsctl}, which waits until the switch has done what was asked unless it is not there yet. */
    private void configure(boolean switchIsToCome, List<String> words) throws LabException, InterruptedException {
        node.require(vsctl(switchIsToCome ? List.of("--no-wait") : List.of(), words), "");
    }

    private static List<String> vsctl(List<String> options, List<String> words) {
        List<String> argv = new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + SOCKET, "--timeout=8", "-vsyslog:off"));
        argv.addAll(options);
        argv.add("--");
        argv.addAll(words);
        return argv;
    }

    /** A port that could not be opened does not change the status of {@code ovs-vsctl}; its row says why. */
    private void requirePorts() throws LabException, InterruptedException {
        try {
            CommandResult failed = node.run(
                    vsctl(List.of("--bare"), List.of("--columns=name,error", "find", "interface", "error!=[]")));
            String said = failed.stdout().strip();
            if (failed.exitCode() != 0 || !said.isEmpty()) {
                throw new LabException("lab: in " + node.name() + ": ports of Open vSwitch that it could not open: "
                        + Printable.escape(
                                (said + " " + failed.stderr().strip()).strip().replace('\n', ' ')));
            }
        } catch (CommandException e) {
            throw new LabException("lab: in " + node.name() + ": " + e.getMessage(), e);
        }
    }
}
