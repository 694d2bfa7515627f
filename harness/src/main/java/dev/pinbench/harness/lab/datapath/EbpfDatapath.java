package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.TopologyBuilder;
import dev.pinbench.harness.lab.TrafficPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tc program at the node's end of each veth pair and at the wire: for a pod of this node it puts the packet straight
 * into the pod ({@code bpf_redirect_peer}), for a pod of the other node straight to the wire ({@code bpf_redirect_neigh}),
 * and leaves all else to the node's stack. Pods are found in maps by their address.
 */
final class EbpfDatapath implements Datapath {
    private static final String GATEWAY = "198.18.1.1";
    private static final Pod A = new Pod("veth-a", "198.18.1.2", 0x0a);
    private static final Pod B = new Pod("veth-b", "198.18.2.2", 0x0b);
    private static final String BPFFS = "/run/bpf";
    private static final String PROGRAMS = BPFFS + "/programs";
    private static final String MAPS = BPFFS + "/maps";
    private static final String OBJECT = "/run/endpoints.bpf.o";

    /**
     * What is told apart for the two pods.
     *
     * @param nodeEnd name of the node's end of its veth pair
     * @param lastOctet of the hardware addresses of both ends, which are set so as to be known
     */
    private record Pod(String nodeEnd, String address, int lastOctet) {

        /** 02:00:00:00:01:XX at the pod's end, 02:00:00:00:02:XX at the node's: locally administered. */
        String hardwareAddress(int end) {
            return "02:00:00:00:0" + end + ":0" + Integer.toHexString(lastOctet);
        }
    }

    @Override
    public String name() {
        return "ebpf";
    }

    @Override
    public String standsFor() {
        return "Cilium with eBPF host routing: tc programs put packets straight into the pod or to the wire";
    }

    @Override
    public List<Lack> lacking(boolean rootless) throws InterruptedException {
        Needs needs = new Needs(rootless)
                .root("loading eBPF programs")
                .tool("tc", "iproute2")
                .tool("bpftool", "bpftool");
        if (!needs.lacking().isEmpty()) {
            return needs.lacking();
        }
        try {
            return taken(needs);
        } catch (IOException e) {
            return List.of(new Lack("the eBPF programs cannot be written to a file: " + e.getMessage(), "df -h /tmp"));
        }
    }

    private static List<Lack> taken(Needs needs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pinbench-ebpf");
        Path file = folder.resolve("endpoints.bpf.o");
        try {
            EndpointPrograms.writeTo(file);
            // In the private mount namespace of the try, where bpftool makes the folder a bpffs by itself.
            return needs.works(
                            "this kernel does not take the eBPF programs",
                            "uname -r  # boot a kernel of 5.10 or later with CONFIG_BPF_SYSCALL and CONFIG_NET_CLS_BPF",
                            List.of(
                                    "bpftool",
                                    "prog",
                                    "load",
                                    file.toString(),
                                    folder.resolve("pin").toString()),
                            "")
                    .lacking();
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    @Override
    public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
        LabNamespace nodeA = topology.nodeA();
        LabNamespace nodeB = topology.nodeB();
        join(topology, nodeA, topology.podA(), A);
        join(topology, nodeB, topology.podB(), B);
        load(nodeA);
        endpoint(nodeA, A);
        attach(nodeA, A.nodeEnd(), "from_pod");
        if (topology.oneNode()) {
            endpoint(nodeA, B);
        } else {
            load(nodeB);
            endpoint(nodeB, B);
            topology.routeToPods(A.address() + "/32", B.address() + "/32");
            for (LabNamespace node : List.of(nodeA, nodeB)) {
                update(node, "remotes", (node.equals(nodeA) ? B : A).address(), index(node, TopologyBuilder.WIRE));
                attach(node, TopologyBuilder.WIRE, "from_wire");
            }
        }
        attach(nodeB, B.nodeEnd(), "from_pod");
        topology.podsAt(A.address(), B.address(), "eth0");
        topology.nodeAt(GATEWAY);
        ways(topology);
    }

    /** A packet into a pod does not cross the node's end of the pair: what counts it next is the pod. */
    private static void ways(TopologyBuilder topology) {
        Hop podA = topology.hop(topology.podA(), "eth0");
        Hop podB = topology.hop(topology.podB(), "eth0");
        Hop nodeEnd = topology.hop(topology.nodeA(), A.nodeEnd(), "tc eBPF from_pod");
        if (topology.oneNode()) {
            topology.way(TrafficPath.POD_TO_POD, List.of(podA, nodeEnd, podB));
            topology.way(TrafficPath.POD_TO_NATIVE, List.of(podA, nodeEnd));
            topology.way(
                    TrafficPath.NATIVE_TO_POD, List.of(topology.hop(topology.nodeA(), B.nodeEnd(), "routes"), podB));
            return;
        }
        List<Hop> wire = List.of(
                topology.hop(topology.nodeA(), TopologyBuilder.WIRE),
                topology.hop(topology.nodeB(), TopologyBuilder.WIRE, "tc eBPF from_wire"));
        topology.ways(List.of(podA, nodeEnd), List.of(podB));
        topology.way(TrafficPath.POD_TO_POD, List.of(podA, nodeEnd, wire.get(0), wire.get(1), podB));
        topology.way(TrafficPath.NATIVE_TO_POD, List.of(wire.get(0), wire.get(1), podB));
    }

    /** The gateway is a neighbour entry only, as a Cilium agent answers for it without having it at the pair. */
    private static void join(TopologyBuilder topology, LabNamespace node, LabNamespace pod, Pod of)
            throws LabException, InterruptedException {
        topology.veth(node, of.nodeEnd(), pod, "eth0");
        if (of.equals(A) || !topology.oneNode()) {
            topology.ip(node, "addr add " + GATEWAY + "/32 dev lo");
        }
        topology.ip(
                node,
                "link set " + of.nodeEnd() + " address " + of.hardwareAddress(2),
                "route add " + of.address() + "/32 dev " + of.nodeEnd() + " src " + GATEWAY);
        topology.ip(
                pod,
                "link set eth0 address " + of.hardwareAddress(1),
                "addr add " + of.address() + "/32 dev eth0",
                "route add " + GATEWAY + "/32 dev eth0 scope link",
                "route add default via " + GATEWAY,
                "neigh add " + GATEWAY + " lladdr " + of.hardwareAddress(2) + " dev eth0 nud permanent");
        topology.ip(
                node,
                "neigh add " + of.address() + " lladdr " + of.hardwareAddress(1) + " dev " + of.nodeEnd()
                        + " nud permanent");
    }

    /** Loads the programs, pinned in a bpffs that only the node's mount namespace has: it ends with the lab. */
    private static void load(LabNamespace node) throws LabException, InterruptedException {
        node.require(List.of("mkdir", "-p", BPFFS), "");
        node.require(List.of("mount", "-t", "bpf", "bpf", BPFFS), "");
        Path seen = Path.of("/proc", Long.toString(node.anchorPid()), "root").resolve(OBJECT.substring(1));
        try {
            EndpointPrograms.writeTo(seen);
        } catch (IOException e) {
            throw new LabException("lab: " + seen + " cannot be written: " + e.getMessage(), e);
        }
        node.require(List.of("bpftool", "prog", "loadall", OBJECT, PROGRAMS, "pinmaps", MAPS), "");
    }

    private static void attach(LabNamespace node, String interfaceName, String program)
            throws LabException, InterruptedException {
        node.require(
                List.of("tc", "-batch", "-"),
                "qdisc add dev " + interfaceName + " clsact\nfilter add dev " + interfaceName
                        + " ingress bpf direct-action object-pinned " + PROGRAMS + "/" + program + "\n");
    }

    /** An entry of {@code struct endpoint}, in bytes. */
    private static void endpoint(LabNamespace node, Pod pod) throws LabException, InterruptedException {
        List<Integer> value = new ArrayList<>(index(node, pod.nodeEnd()));
        for (int end = 1; end <= 2; end++) {
            value.addAll(List.of(2, 0, 0, 0, end, pod.lastOctet()));
        }
        update(node, "endpoints", pod.address(), value);
    }

    private static void update(LabNamespace node, String map, String address, List<Integer> value)
            throws LabException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("bpftool", "map", "update", "pinned", MAPS + "/" + map, "key"));
        argv.addAll(List.of(address.split("\\.", -1)));
        argv.add("value");
        value.forEach(octet -> argv.add(Integer.toString(octet)));
        node.require(argv, "");
    }

    /** Index of an interface in the four bytes that a little-endian kernel keeps it in. */
    private static List<Integer> index(LabNamespace node, String interfaceName) throws LabException {
        Path file = node.statistics(interfaceName).resolveSibling("ifindex");
        try {
            int index = Integer.parseInt(Files.readString(file).strip());
            return List.of(index & 0xff, index >> 8 & 0xff, index >> 16 & 0xff, index >>> 24);
        } catch (IOException | NumberFormatException e) {
            throw new LabException("lab: " + file + ": expected the index of an interface: " + e.getMessage(), e);
        }
    }
}
