package dev.pinbench.harness.lab.datapath;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every datapath that the lab can build. */
public final class Datapaths {
    private static final List<Datapath> ALL = List.of(
            new VethDatapath(),
            new EbpfDatapath(),
            new RoutedDatapath(),
            new MacvlanDatapath(),
            new BridgeDatapath(),
            new BridgeNatDatapath(BridgeNatDatapath.Rules.NFT),
            new BridgeNatDatapath(BridgeNatDatapath.Rules.IPTABLES),
            new DockerDatapath(),
            new VxlanDatapath(),
            new OvsKernelDatapath(),
            new OvsDatapath(),
            new OvsDpdkDatapath());

    private Datapaths() {}

    /** All of them, from few hops to many. */
    public static List<Datapath> all() {
        return ALL;
    }

    /** Names of all datapaths, in alphabetical order. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        ALL.forEach(datapath -> names.add(datapath.name()));
        return names;
    }

    /** The largest MTU in bytes of those that cannot have every MTU that IP allows, by name. */
    public static Map<String, Integer> mtuLimits() {
        return ALL.stream()
                .filter(datapath -> datapath.largestMtuBytes() < Datapath.MOST_MTU_BYTES)
                .collect(Collectors.toUnmodifiableMap(Datapath::name, Datapath::largestMtuBytes));
    }

    /**
     * The datapath of this name.
     *
     * @throws IllegalArgumentException if there is none; names those that there are
     */
    public static Datapath named(String name) {
        return ALL.stream()
                .filter(datapath -> datapath.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no datapath is called " + name + "; there are " + String.join(", ", names())));
    }
}
