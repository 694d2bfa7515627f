package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds one topology. It makes nodes, the wire and empty pods; a datapath joins the pods to their nodes.
 *
 * <pre>
 *   pod-a ──[datapath]── node-a ══ wire ══ node-b ──[datapath]── pod-b        two nodes
 *   pod-a ──[datapath]── node-a ──[datapath]── pod-b                          one node, native traffic over lo
 * </pre>
 *
 * Addresses come from 198.18.0.0/15, which RFC 2544 reserves for benchmarking.
 */
public final class TopologyBuilder {
    private static final String WIRE = "wire";
    private static final String WIRE_A = "198.18.0.1";
    private static final String WIRE_B = "198.18.0.2";
    private static final String LOOPBACK = "127.0.0.1";

    private final Lab lab;
    private final TopologyKey key;
    private final LabNamespace nodeA;
    private final LabNamespace nodeB;
    private final LabNamespace podA;
    private final LabNamespace podB;
    private final List<LabNamespace> namespaces;
    private final List<LabInterface> interfaces = new ArrayList<>();
    private @Nullable LabEndpoint clientPod;
    private @Nullable LabEndpoint serverPod;

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
            namespace.sysctl("net/ipv6/conf/all/disable_ipv6", "1");
            // lo as well: with one node native traffic crosses it, and its own MTU of 65536 would be another experiment
            ip(namespace, "link set lo mtu " + key.mtuBytes() + " up");
        }
        nodeA.sysctl("net/ipv4/ip_forward", "1");
        if (twoNodes) {
            nodeB.sysctl("net/ipv4/ip_forward", "1");
            veth(nodeA, WIRE, nodeB, WIRE);
            ip(nodeA, "addr add " + WIRE_A + "/30 dev " + WIRE);
            ip(nodeB, "addr add " + WIRE_B + "/30 dev " + WIRE);
        } else {
            interfaces.add(new LabInterface(nodeA, "lo"));
        }
    }

    /** MTU of every interface, in bytes. */
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

    /** Joins two namespaces by a veth pair with the topology's MTU, both ends up. */
    public void veth(LabNamespace one, String oneName, LabNamespace other, String otherName)
            throws LabException, InterruptedException {
        lab.ip("link add " + oneName + " mtu " + key.mtuBytes() + " netns " + one.name() + " type veth peer name "
                + otherName + " mtu " + key.mtuBytes() + " netns " + other.name() + "\n");
        ip(one, "link set " + oneName + " up");
        ip(other, "link set " + otherName + " up");
        interfaces.add(new LabInterface(one, oneName));
        interfaces.add(new LabInterface(other, otherName));
    }

    /** Tells of an interface that traffic crosses and that {@link #veth} did not make, such as a bridge. */
    public void crosses(LabNamespace namespace, String interfaceName) {
        interfaces.add(new LabInterface(namespace, interfaceName));
    }

    /** Runs commands of {@code ip} in a namespace. */
    public void ip(LabNamespace namespace, String... commands) throws LabException, InterruptedException {
        namespace.require(List.of("ip", "-batch", "-"), String.join("\n", commands) + "\n");
    }

    /** Makes {@code podAddress} on {@code network} (a CIDR prefix) reachable from the other node over the wire. */
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

    Topology finish() throws LabException, InterruptedException {
        LabEndpoint podClient = clientPod;
        LabEndpoint podServer = serverPod;
        if (podClient == null || podServer == null) {
            throw new IllegalStateException("datapath " + key.datapath().name() + " did not say where its pods are");
        }
        LabEndpoint clientNode = oneNode()
                ? new LabEndpoint(nodeA, lab.host(), LOOPBACK, "lo")
                : new LabEndpoint(nodeA, lab.host(), WIRE_A, WIRE);
        LabEndpoint serverNode = oneNode()
                ? new LabEndpoint(nodeA, lab.host(), key.datapath().nodeAddress(), "lo")
                : new LabEndpoint(nodeB, lab.host(), WIRE_B, WIRE);
        Map<String, String> readBack = new LinkedHashMap<>();
        List<String> notInForce = new ArrayList<>();
        for (LabInterface each : interfaces) {
            applyOffload(each);
            readBack(each, readBack, notInForce);
        }
        return new Topology(
                key, clientNode, serverNode, podClient, podServer, namespaces, interfaces, readBack, notInForce);
    }

    private void applyOffload(LabInterface target) throws LabException, InterruptedException {
        List<String> arguments = key.offload().ethtoolArguments();
        if (arguments.isEmpty()) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of("ethtool", "-K", target.name()));
        argv.addAll(arguments);
        try {
            // Whether it took effect is for the read-back to say: ethtool's status does not tell one switch from
            // another.
            target.namespace().run(argv);
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
    }

    private void readBack(LabInterface target, Map<String, String> readBack, List<String> notInForce)
            throws LabException, InterruptedException {
        Map<Offload.Feature, Boolean> state;
        try {
            state = Offload.parse(target.namespace()
                    .run(List.of("ethtool", "-k", target.name()))
                    .stdout());
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
        int mtuBytes = SysClassNet.mtuBytes(target);
        readBack.put(target.label(), Offload.describe(state) + " mtu=" + mtuBytes);
        key.offload().switches().forEach((feature, wanted) -> {
            if (!wanted.equals(state.get(feature))) {
                notInForce.add("offload " + feature.shortName() + " is not " + (wanted ? "on" : "off") + " on "
                        + target.label());
            }
        });
        if (mtuBytes != key.mtuBytes()) {
            notInForce.add("MTU of " + target.label() + " is " + mtuBytes + ", not " + key.mtuBytes());
        }
    }
}
