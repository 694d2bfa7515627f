package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.process.CommandException;
import java.util.List;

/**
 * Containers of a Docker Engine that runs in the node ({@link DockerEngine}). Bridge, veth pairs, addresses and rules are
 * Docker's own; added are a route to the other node's containers and a rule that lets new connections in to them.
 */
final class DockerDatapath implements Datapath {
    private static final String BRIDGED_TOO = "/proc/sys/net/bridge/bridge-nf-call-iptables";

    /** The matches and the target that Docker's rules need, as it writes them. */
    private static final String RULES = """
            *filter
            -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            COMMIT
            *nat
            -A PREROUTING -m addrtype --dst-type LOCAL -j RETURN
            -A POSTROUTING -s 198.18.1.0/24 ! -o docker0 -j MASQUERADE
            COMMIT
            """;

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public String standsFor() {
        return "containers of a running Docker Engine on its docker0, by the Engine's own hand";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        return new Needs(rootless)
                .root("a Docker Engine")
                .tool("dockerd", "docker.io")
                .tool("docker", "docker.io  # from Debian 13 on: docker-cli")
                .tool("iptables-restore", "iptables")
                .link("bridge", "link add try type bridge")
                .works(
                        "this kernel does not take the rules of Docker",
                        "sudo modprobe nf_tables  # or boot a kernel with connection tracking and masquerade",
                        List.of("iptables-restore"),
                        RULES)
                .works(
                        "cgroup2 cannot be mounted",
                        "uname -r  # boot a kernel that has it in /proc/filesystems",
                        List.of("mount", "-t", "cgroup2", "cgroup2", "/run"),
                        "")
                .lacking();
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        LabNamespace nodeA = topology.nodeA();
        LabNamespace nodeB = topology.nodeB();
        LabNamespace podA = topology.podA();
        LabNamespace podB = topology.podB();
        String nodeEndA;
        String nodeEndB;
        if (topology.oneNode()) {
            DockerEngine engine = DockerEngine.start(topology, nodeA, Bridges.GATEWAY_A, List.of(podA, podB));
            nodeEndA = engine.container(podA);
            nodeEndB = engine.container(podB);
        } else {
            // Both start at the same time.
            DockerEngine engineA = DockerEngine.start(topology, nodeA, Bridges.GATEWAY_A, List.of(podA));
            DockerEngine engineB = DockerEngine.start(topology, nodeB, Bridges.GATEWAY_B, List.of(podB));
            nodeEndA = engineA.container(podA);
            nodeEndB = engineB.container(podB);
            topology.routeToPods(Bridges.NETWORK_A, Bridges.NETWORK_B);
            letIn(nodeA);
            letIn(nodeB);
        }
        topology.podsAt(DockerEngine.address(podA), DockerEngine.address(podB), "eth0");
        topology.nodeAt(Bridges.GATEWAY_A);
        new Bridges(DockerEngine.BRIDGE, topology.mtuBytes())
                .ways(topology, nodeEndA, nodeEndB, portWorks(nodeA), hostWorks(topology));
    }

    /** In the chain that Docker keeps for its user; packets that follow pass Docker's rule for established connections. */
    private static void letIn(LabNamespace node) throws LabException, InterruptedException {
        node.require(
                List.of(
                        "iptables",
                        "--wait",
                        "-I",
                        "DOCKER-USER",
                        "!",
                        "-i",
                        DockerEngine.BRIDGE,
                        "-o",
                        DockerEngine.BRIDGE,
                        "-m",
                        "conntrack",
                        "--ctstate",
                        "NEW",
                        "-j",
                        "ACCEPT"),
                "");
    }

    /** As the kernel has it: Docker leaves it alone. */
    private static List<String> portWorks(LabNamespace node) throws LabException, InterruptedException {
        try {
            boolean bridgedToo =
                    node.run(List.of("cat", BRIDGED_TOO)).stdout().strip().equals("1");
            return bridgedToo
                    ? List.of("looks up the MAC address", "connection tracking", "FORWARD (br_netfilter)")
                    : List.of("looks up the MAC address");
        } catch (CommandException e) {
            throw new LabException("lab: in " + node.name() + ": " + e.getMessage(), e);
        }
    }

    private static List<String> hostWorks(TopologyBuilder topology) {
        return topology.oneNode()
                ? List.of("connection tracking")
                : List.of("routes", "connection tracking", "FORWARD", "MASQUERADE");
    }
}
