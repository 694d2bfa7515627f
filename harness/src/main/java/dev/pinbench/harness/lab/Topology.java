package dev.pinbench.harness.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes, pods and what joins them, as built.
 *
 * @param key what it was built for
 * @param clientNode where a native client runs
 * @param serverNode where a native server runs; the same namespace as {@code clientNode} if there is one node
 * @param clientPod where a client in a pod runs
 * @param serverPod where a server in a pod runs
 * @param namespaces every namespace of it
 * @param mtuBytes every interface that was made, with the MTU that it is to have, in bytes
 * @param ways the hops of each path, in order from client to server
 * @param daemons programs that it needs
 * @param napiThreads the interfaces that threads of the kernel poll, with these
 * @param readBack what was read back after shaping, by {@code namespace/interface}
 * @param shortcomings what was asked for but is not in force
 */
public record Topology(
        TopologyKey key,
        LabEndpoint clientNode,
        LabEndpoint serverNode,
        LabEndpoint clientPod,
        LabEndpoint serverPod,
        List<LabNamespace> namespaces,
        Map<LabInterface, Integer> mtuBytes,
        Map<TrafficPath, List<Hop>> ways,
        List<Daemon> daemons,
        Map<LabInterface, List<NapiThread>> napiThreads,
        Map<String, String> readBack,
        Shortcomings shortcomings) {

    public Topology {
        namespaces = List.copyOf(namespaces);
        mtuBytes = Collections.unmodifiableMap(new LinkedHashMap<>(mtuBytes));
        ways = Map.copyOf(ways);
        daemons = List.copyOf(daemons);
        napiThreads = Collections.unmodifiableMap(new LinkedHashMap<>(napiThreads));
        readBack = Map.copyOf(readBack);
    }

    /** Every interface that was made, in the order of making. */
    public List<LabInterface> interfaces() {
        return List.copyOf(mtuBytes.keySet());
    }

    /** The ends of every veth pair on the way of any path. */
    List<LabInterface> veths() {
        return ways.values().stream()
                .flatMap(List::stream)
                .filter(hop -> hop.kind().equals(TopologyBuilder.VETH))
                .map(Hop::at)
                .distinct()
                .toList();
    }

    /** The interfaces that packets from the client of {@code path} to its server cross, in this order. */
    public List<Hop> hops(TrafficPath path) {
        List<Hop> hops = ways.get(path);
        if (hops == null || hops.isEmpty()) {
            throw new IllegalStateException(
                    "no hops of " + path.label() + " over " + key.datapath().name());
        }
        return hops;
    }

    /**
     * Whether an offload was on when it was read back.
     *
     * @param label of an interface: {@code namespace/interface}
     * @return empty if it was not read, or ethtool does not know it there
     */
    public Optional<Boolean> isOn(String label, Offload.Feature feature) {
        return Optional.ofNullable(readBack.get(label)).flatMap(state -> Offload.described(state, feature));
    }

    /** What was asked for but is not in force anywhere, one sentence each; empty if all is. */
    public List<String> notInForce() {
        return shortcomings.all();
    }

    /** What was asked for but is not in force where packets of {@code path} cross, one sentence each. */
    public List<String> notInForce(TrafficPath path) {
        List<String> notInForce = new ArrayList<>(shortcomings.over(hops(path)));
        if (key.threadedNapi() && hops(path).stream().noneMatch(hop -> napiThreads.containsKey(hop.at()))) {
            notInForce.add("threaded-napi: no interface on the way of " + path.label()
                    + " is polled by threads; a veth has NAPI only with GRO on");
        }
        if (key.queuesOfVeth() > 1
                && hops(path).stream().noneMatch(hop -> hop.kind().equals(TopologyBuilder.VETH))) {
            notInForce.add("xps: no interface on the way of " + path.label() + " has more than one transmit queue");
        }
        return notInForce;
    }

    /** The MTU that the interface of {@code endpoint} is to have, in bytes. */
    public int mtuBytes(LabEndpoint endpoint) {
        Integer bytes = mtuBytes.get(new LabInterface(endpoint.namespace(), endpoint.interfaceName()));
        if (bytes == null) {
            throw new IllegalArgumentException(
                    endpoint.name() + "/" + endpoint.interfaceName() + ": is no interface of this topology");
        }
        return bytes;
    }

    /** Daemons that have ended although they should run, one sentence each; empty if all run. */
    public List<String> ended() {
        return daemons.stream()
                .filter(daemon -> !daemon.isAlive())
                .map(daemon -> daemon.label() + " has ended")
                .toList();
    }

    /** Where the client of {@code path} runs, with the interface that it sends through. */
    public LabEndpoint client(TrafficPath path) {
        return at(path.clientInPod() ? clientPod : clientNode, hops(path).get(0));
    }

    /** Where the server of {@code path} runs, with the interface that it receives through. */
    public LabEndpoint server(TrafficPath path) {
        List<Hop> hops = hops(path);
        return at(path.serverInPod() ? serverPod : serverNode, hops.get(hops.size() - 1));
    }

    private static LabEndpoint at(LabEndpoint end, Hop hop) {
        return new LabEndpoint(
                end.namespace(), end.host(), end.address(), hop.at().name());
    }
}
