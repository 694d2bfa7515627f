package dev.pinbench.harness.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Offload switches: what is set on every interface; a switch that is not named is left as the kernel made it.
 *
 * @param switches from feature to whether it is on; empty leaves everything as it is
 */
public record Offload(Map<Feature, Boolean> switches) {

    /** An offload feature, with its names in ethtool. */
    public enum Feature {
        TSO("tso", "tcp-segmentation-offload"),
        GSO("gso", "generic-segmentation-offload"),
        GRO("gro", "generic-receive-offload"),
        TX("tx", "tx-checksumming");

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
    }

    /**
     * From the level of the offload factor: {@code on} is the kernel's own state, {@code off} is segmentation for each
     * packet (TSO, GSO and GRO off), {@code tso=off,gro=on} is as said.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Offload ofLevel(String level) {
        if (level.equals("on")) {
            return new Offload(Map.of());
        }
        if (level.equals("off")) {
            return new Offload(Map.of(Feature.TSO, false, Feature.GSO, false, Feature.GRO, false));
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
        return new Offload(switches);
    }

    private static Feature feature(String shortName) {
        for (Feature feature : Feature.values()) {
            if (feature.shortName.equals(shortName)) {
                return feature;
            }
        }
        throw new IllegalArgumentException(
                "no offload switch is called " + shortName + "; there are tso, gso, gro, tx");
    }

    /** The switches as {@code tso=off,gro=on}, always in the order tso, gso, gro, tx; empty if none is named. */
    public String canonical() {
        List<String> parts = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            Boolean on = switches.get(feature);
            if (on != null) {
                parts.add(feature.shortName + "=" + (on ? "on" : "off"));
            }
        }
        return String.join(",", parts);
    }

    /** Whether a feature is to be off; not so if it is left as it is. */
    boolean isOff(Feature feature) {
        return Boolean.FALSE.equals(switches.get(feature));
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
                if (line.startsWith(prefix)) {
                    state.put(feature, line.startsWith("on", prefix.length()));
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
}
