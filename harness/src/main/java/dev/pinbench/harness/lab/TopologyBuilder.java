package dev.pinbench.harness.lab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds one topology. It makes nodes, the wire and empty pods; a datapath joins the pods to their nodes and tells which
 * interfaces packets cross.
 *
 * <pre>
 *   pod-a ──[datapath]── node-a ══ wire ══ node-b ──[datapath]── pod-b        two nodes
 *   pod-a ──[datapath]── node-a ──[datapath]── pod-b                          one node, native traffic over lo
 * </pre>
 *
 * Addresses come from 198.18.0.0/15, which RFC 2544 reserves for benchmarking.
 */
public final class TopologyBuilder {
    /** Name of the wire's end in each of two nodes. */
    public static final String WIRE = "wire";

    /** Address of node A on the wire. */
    public static final String WIRE_A = "198.18.0.1";

    /** Address of node B on the wire. */
    public static final String WIRE_B = "198.18.0.2";

    /** Kind of the interfaces that join namespaces. */
    static final String VETH = "veth";

    private static final String LOOPBACK = "127.0.0.1";
    private static final String NO_IPV6 = "net/ipv6/conf/all/disable_ipv6";
    private static final String IP_FORWARD = "net/ipv4/ip_forward";

    private final Lab lab;
    private final TopologyKey key;
    private final LabNamespace nodeA;
    private final LabNamespace nodeB;
    private final LabNamespace podA;
    private final LabNamespace podB;
    private final List<LabNamespace> namespaces;
    private final Map<LabInterface, Integer> mtuBytes = new LinkedHashMap<>();
    private final Map<LabInterface, String> kinds = new LinkedHashMap<>();
    private final Set<LabInterface> cutBelow = new HashSet<>();
    private final Ways ways = new Ways();
    private final List<Daemon> daemons = new ArrayList<>();
    private @Nullable LabEndpoint clientPod;
    private @Nullable LabEndpoint serverPod;
    private @Nullable String nodeAddress;

    TopologyBuilder(Lab lab, String prefix, TopologyKey key) throws LabException, InterruptedException {
        this.lab = lab;
        this.key = key;
        boolean twoNodes = key.nodes() == 2;
        List<String> names = new ArrayList<>(List.of(prefix + "node-a", prefix + "pod-a", prefix + "pod-b"));
        if (twoNodes) {
            names.add(prefix + "node-b");
        }
        this.namespaces = lab.namespaces(names);
        this.nodeA = namespaces.get(0);
        this.podA = namespaces.get(1);
        this.podB = namespaces.get(2);
        this.nodeB = twoNodes ? namespaces.get(3) : nodeA;
        for (LabNamespace namespace : namespaces) {
            boolean node = namespace.equals(nodeA) || namespace.equals(nodeB);
            namespace.sysctl(node ? List.of(NO_IPV6, IP_FORWARD) : List.of(NO_IPV6), "1");
            // lo as well: with one node native traffic crosses it, and its own MTU of 65536 would be another experiment
            ip(namespace, "link set lo mtu " + key.mtuBytes() + " up");
        }
        if (twoNodes) {
            veth(nodeA, WIRE, nodeB, WIRE);
            ip(nodeA, "addr add " + WIRE_A + "/30 dev " + WIRE);
            ip(nodeB, "addr add " + WIRE_B + "/30 dev " + WIRE);
        } else {
            made(nodeA, "lo", "loopback", key.mtuBytes());
        }
        ways.put(TrafficPath.NATIVE_TO_NATIVE, twoNodes ? wire() : List.of(hop(nodeA, "lo")));
    }

    /** MTU of the wire, in bytes; of every other interface too, unless the datapath puts headers of its own in front. */
    public int mtuBytes() {
        return key.mtuBytes();
    }

    /** Whether both pods live on one node. */
    public boolean oneNode() {
        return key.nodes() == 1;
    }

    /** The node that pod A lives on. */
    public LabNamespace nodeA() {
        return nodeA;
    }

    /** The node that pod B lives on; {@link #nodeA()} if there is one node. */
    public LabNamespace nodeB() {
        return nodeB;
    }

    public LabNamespace podA() {
        return podA;
    }

    public LabNamespace podB() {
        return podB;
    }

    /** Joins two namespaces by a veth pair with the wire's MTU, both ends up. */
    public void veth(LabNamespace one, String oneName, LabNamespace other, String otherName)
            throws LabException, InterruptedException {
        veth(one, oneName, other, otherName, key.mtuBytes());
    }

    /** Joins two namespaces by a veth pair, both ends up. */
    public void veth(LabNamespace one, String oneName, LabNamespace other, String otherName, int vethMtuBytes)
            throws LabException, InterruptedException {
        int count = key.queuesOfVeth();
        String queues = count == 1 ? "" : " numtxqueues " + count + " numrxqueues " + count;
        // "up" for each end: the kernel makes both with the flags that are asked for (veth_newlink,
        // drivers/net/veth.c).
        lab.ip("link add " + oneName + " up mtu " + vethMtuBytes + queues + " netns " + one.name()
                + " type veth peer name " + otherName + " mtu " + vethMtuBytes + queues + " netns " + other.name()
                + "\n");
        ip(other, "link set " + otherName + " up");
        made(one, oneName, VETH, vethMtuBytes);
        made(other, otherName, VETH, vethMtuBytes);
    }

    /**
     * Tells of an interface that {@link #veth} did not make: offloads are set on it, steering masks too, and both are read
     * back with its MTU.
     *
     * @param kind driver's word as {@code ip -d -j link} tells, such as {@code bridge}
     * @param expectedMtuBytes the MTU that it has, in bytes
     */
    public void made(LabNamespace namespace, String interfaceName, String kind, int expectedMtuBytes) {
        LabInterface made = new LabInterface(namespace, interfaceName);
        mtuBytes.put(made, expectedMtuBytes);
        kinds.put(made, kind);
    }

    /**
     * Tells that the driver of an interface holds TSO on whatever is asked, but hands packets to a device of the topology
     * that cuts them: TSO need not be off on the former to be off on the way.
     */
    public void cutsBelow(LabNamespace namespace, String interfaceName) {
        cutBelow.add(new LabInterface(namespace, interfaceName));
    }

    /** Runs commands of {@code ip} in a namespace. */
    public void ip(LabNamespace namespace, String... commands) throws LabException, InterruptedException {
        namespace.require(List.of("ip", "-batch", "-"), String.join("\n", commands) + "\n");
    }

    /**
     * Starts a program that the datapath needs while the topology lives; it dies with the lab. Wait with
     * {@link Daemon#await} for what it brings about. A trial in which one has ended is invalid.
     */
    public Daemon start(LabNamespace namespace, List<String> argv) throws LabException, InterruptedException {
        return start(namespace, argv, false);
    }

    /** As {@link #start}, for a program that takes a core even when idle: it is stopped while another topology is used. */
    public Daemon startPolling(LabNamespace namespace, List<String> argv) throws LabException, InterruptedException {
        return start(namespace, argv, true);
    }

    private Daemon start(LabNamespace namespace, List<String> argv, boolean polls)
            throws LabException, InterruptedException {
        Daemon daemon = Daemon.start(namespace, argv, polls);
        lab.keep(daemon);
        daemons.add(daemon);
        return daemon;
    }

    /** Makes the pods' networks (CIDR prefixes) reachable from the other node over the wire. */
    public void routeToPods(String networkOfA, String networkOfB) throws LabException, InterruptedException {
        if (!oneNode()) {
            ip(nodeA, "route add " + networkOfB + " via " + WIRE_B);
            ip(nodeB, "route add " + networkOfA + " via " + WIRE_A);
        }
    }

    /** Says where the pods can be reached: called once by every datapath. */
    public void podsAt(String addressOfA, String addressOfB, String interfaceName) {
        clientPod = new LabEndpoint(podA, lab.host(), addressOfA, interfaceName);
        serverPod = new LabEndpoint(podB, lab.host(), addressOfB, interfaceName);
    }

    /** Says under which address pod A reaches its own node: where a native server listens if there is only one node. */
    public void nodeAt(String address) {
        nodeAddress = address;
    }

    /**
     * A hop over an interface that was made, to be put into a way.
     *
     * @param works what is done to packets there beyond handing them on, a few words each
     */
    public Hop hop(LabNamespace namespace, String interfaceName, String... works) {
        LabInterface at = new LabInterface(namespace, interfaceName);
        String kind = kinds.get(at);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "datapath " + key.datapath().name() + " was not told to have made " + at.label());
        }
        return new Hop(at, kind, List.of(works));
    }

    /** The wire from node A to node B; nothing if there is one node. */
    public List<Hop> wire() {
        return oneNode() ? List.of() : List.of(hop(nodeA, WIRE), hop(nodeB, WIRE));
    }

    /**
     * Tells the hops of each pod, in order from the pod outward: up to the node if there is one, and up to the wire if
     * there are two. From them follow the ways of all paths.
     */
    public void ways(List<Hop> ofPodA, List<Hop> ofPodB) {
        ways.join(ofPodA, wire(), ofPodB);
    }

    /** Tells the hops of one path in order from client to server, where {@link #ways} does not give them. */
    public void way(TrafficPath path, List<Hop> hops) {
        ways.put(path, hops);
    }

    Topology finish() throws LabException, InterruptedException {
        String datapath = key.datapath().name();
        LabEndpoint podClient = told(clientPod, datapath, "where its pods are");
        LabEndpoint podServer = told(serverPod, datapath, "where its pods are");
        LabEndpoint clientNode = oneNode()
                ? new LabEndpoint(nodeA, lab.host(), LOOPBACK, "lo")
                : new LabEndpoint(nodeA, lab.host(), WIRE_A, WIRE);
        LabEndpoint serverNode = oneNode()
                ? new LabEndpoint(
                        nodeA, lab.host(), told(nodeAddress, datapath, "where its pods reach their node"), "lo")
                : new LabEndpoint(nodeB, lab.host(), WIRE_B, WIRE);
        Shaping shaping = new Shaping(
                key.offload(), cutBelow, polledByThreads(), lab.host().procRoot());
        shaping.apply(mtuBytes);
        return new Topology(
                key,
                clientNode,
                serverNode,
                podClient,
                podServer,
                namespaces,
                mtuBytes,
                ways.complete(datapath),
                daemons,
                shaping.napiThreads(),
                shaping.readBack(),
                shaping.shortcomings());
    }

    private List<LabInterface> polledByThreads() {
        return mtuBytes.keySet().stream()
                .filter(each -> key.threadedNapi() && VETH.equals(kinds.get(each)))
                .toList();
    }

    private static <T> T told(@Nullable T value, String datapath, String what) {
        return Objects.requireNonNull(value, () -> "datapath " + datapath + " did not say " + what);
    }
}
