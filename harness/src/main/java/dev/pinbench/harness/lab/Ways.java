package dev.pinbench.harness.lab;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The hops of each path while a topology is shaped. */
final class Ways {
    private final Map<TrafficPath, List<Hop>> byPath = new EnumMap<>(TrafficPath.class);

    void put(TrafficPath path, List<Hop> hops) {
        byPath.put(path, List.copyOf(hops));
    }

    /** All three paths of a pod from the hops of each pod, in order from the pod outward, and what joins the nodes. */
    void join(List<Hop> ofPodA, List<Hop> between, List<Hop> ofPodB) {
        put(TrafficPath.POD_TO_POD, concat(ofPodA, between, reversed(ofPodB)));
        put(TrafficPath.POD_TO_NATIVE, concat(ofPodA, between, List.of()));
        put(TrafficPath.NATIVE_TO_POD, concat(List.of(), between, reversed(ofPodB)));
    }

    /** What was told, once every path was. */
    Map<TrafficPath, List<Hop>> complete(String datapath) {
        for (TrafficPath path : TrafficPath.values()) {
            if (!byPath.containsKey(path)) {
                throw new IllegalStateException("datapath " + datapath + " did not tell the hops of " + path.label());
            }
        }
        return Map.copyOf(byPath);
    }

    private static List<Hop> concat(List<Hop> first, List<Hop> second, List<Hop> third) {
        List<Hop> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }

    private static List<Hop> reversed(List<Hop> hops) {
        List<Hop> reversed = new ArrayList<>();
        hops.forEach(hop -> reversed.add(0, hop));
        return reversed;
    }
}
