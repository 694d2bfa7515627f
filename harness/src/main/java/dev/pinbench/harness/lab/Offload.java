package dev.pinbench.harness.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Offload switches: what is set on every interface or on some; a switch that is not named is left as the kernel made it.
 *
 * @param switches from feature to whether it is on; empty leaves everything as it is
 * @param hops where: {@code wire} is every interface of that name, {@code pod-a/eth0} that of one namespace; empty is
 *     everywhere
 */
public record Offload(Map<Feature, Boolean> switches, Set<String> hops) {
    /** A namespace of the lab, if any, and an interface's name (IFNAMSIZ, include/uapi/linux/if.h). */
    private static final Pattern HOP = Pattern.compile("((node|pod)-[ab]/)?[^/@+,\\s\\p{Cntrl}]{1,15}");

    /** An offload feature, with its names in ethtool. */
    public enum Feature {
        TSO("tso", "tcp-segmentation-offload"),
        GSO("gso", "generic-segmentation-offload"),
        GRO("gro", "generic-receive-offload"),
        TX("tx", "tx-checksumming"),
        UDP_TUNNEL("tx-udp_tnl-segmentation", "tx-udp_tnl-segmentation");

        private final String shortName;
        private final String longName;

        Feature(String shortName, String longName) {
            this.shortName = shortName;
            this.longName = longName;
        }

        /** Name for {@code ethtool -K}. */
        public String shortName() {
            return shortName;
        }
    }

    public Offload {
        switches = Map.copyOf(switches);
        hops = Set.copyOf(hops);
    }

    /**
     * From the level of the offload factor: {@code on} is the kernel's own state, {@code off} is segmentation for each
     * packet (TSO, GSO and GRO off), {@code tso=off,gro=on} is as said; {@code tx=off@pod-a/eth0+wire} is so only there.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Offload ofLevel(String level) {
        int at = level.indexOf('@');
        if (at < 0) {
            return new Offload(switches(level), Set.of());
        }
        Set<String> hops = new TreeSet<>();
        for (String hop : level.substring(at + 1).split("\\+", -1)) {
            if (!HOP.matcher(hop).matches()) {
                throw new IllegalArgumentException("expected an interface such as wire or pod-a/eth0, but found \""
                        + hop + "\" among the hops of an offload");
            }
            hops.add(hop);
        }
        return new Offload(switches(level.substring(0, at)), hops);
    }

    private static Map<Feature, Boolean> switches(String level) {
        if (level.equals("on")) {
            return Map.of();
        }
        if (level.equals("off")) {
            return Map.of(Feature.TSO, false, Feature.GSO, false, Feature.GRO, false);
        }
        Map<Feature, Boolean> switches = new LinkedHashMap<>();
        for (String part : level.split(",", -1)) {
            String[] words = part.split("=", -1);
            if (words.length != 2 || !(words[1].equals("on") || words[1].equals("off"))) {
                throw new IllegalArgumentException(
                        "expected on, off or switches such as tso=off,gro=on, but found " + level);
            }
            if (switches.put(feature(words[0]), words[1].equals("on")) != null) {
                throw new IllegalArgumentException("offload switch " + words[0] + " is given twice");
            }
        }
        return switches;
    }

    private static Feature feature(String shortName) {
        for (Feature feature : Feature.values()) {
            if (feature.shortName.equals(shortName)) {
                return feature;
            }
        }
        throw new IllegalArgumentException("no offload switch is called " + shortName + "; there are tso, gso, gro, tx,"
                + " tx-udp_tnl-segmentation");
    }

    /**
     * The switches as {@code tso=off,gro=on}, always in the order of {@link Feature}, and the hops behind an {@code @} if
     * they are named; empty if no switch is.
     */
    public String canonical() {
        List<String> parts = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            Boolean on = switches.get(feature);
            if (on != null) {
                parts.add(feature.shortName + "=" + (on ? "on" : "off"));
            }
        }
        String where = hops.isEmpty() || parts.isEmpty() ? "" : "@" + String.join("+", new TreeSet<>(hops));
        return String.join(",", parts) + where;
    }

    /** Whether the switches are for the interface with this name in the namespace of this name. */
    boolean appliesTo(LabInterface target) {
        return hops.isEmpty() || hops.stream().anyMatch(hop -> names(hop, target));
    }

    /** Namespaces carry a prefix that tells topologies apart. */
    static boolean names(String hop, LabInterface target) {
        return target.label().endsWith((hop.contains("/") ? "-" : "/") + hop);
    }

    /** The same with further switches, which win over those of the same feature. */
    public Offload with(Map<Feature, Boolean> more) {
        Map<Feature, Boolean> all = new LinkedHashMap<>(switches);
        all.putAll(more);
        return new Offload(all, hops);
    }

    /** Whether it sets all of {@code wanted} so, wherever that is. */
    public boolean sets(Map<Feature, Boolean> wanted) {
        return switches.entrySet().containsAll(wanted.entrySet());
    }

    /** Arguments for {@code ethtool -K INTERFACE}. */
    List<String> ethtoolArguments() {
        List<String> arguments = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            Boolean on = switches.get(feature);
            if (on != null) {
                arguments.add(feature.shortName);
                arguments.add(on ? "on" : "off");
            }
        }
        return arguments;
    }

    /** Reads the features out of what {@code ethtool -k} prints; features that it does not print are left out. */
    static Map<Feature, Boolean> parse(String ethtoolOutput) {
        Map<Feature, Boolean> state = new LinkedHashMap<>();
        ethtoolOutput.lines().forEach(line -> {
            for (Feature feature : Feature.values()) {
                String prefix = feature.longName + ": ";
                // Parts of a feature are indented.
                if (line.strip().startsWith(prefix)) {
                    state.put(feature, line.strip().startsWith("on", prefix.length()));
                }
            }
        });
        return state;
    }

    /** {@code tso=on gso=on …} for a record. */
    static String describe(Map<Feature, Boolean> state) {
        List<String> parts = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            Boolean on = state.get(feature);
            parts.add(feature.shortName + "=" + (on == null ? "unknown" : on ? "on" : "off"));
        }
        return String.join(" ", parts).toLowerCase(Locale.ROOT);
    }

    /** Reads one out of what {@link #describe} made; empty if it was not known. */
    static Optional<Boolean> described(String description, Feature feature) {
        for (String part : description.split(" ", -1)) {
            if (part.equals(feature.shortName + "=on") || part.equals(feature.shortName + "=off")) {
                return Optional.of(part.endsWith("=on"));
            }
        }
        return Optional.empty();
    }
}
