package dev.pinbench.harness.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A level of {@code offload}: which offloads of the lab's interfaces are switched, and how. A switch that is not named
 * stays as the kernel set it. {@code on} and {@code off} switch what makes packets large (TSO, GSO, GRO) and leave
 * checksums alone, so that segment size is not mixed up with the cost of checksums.
 *
 * @param switches wanted state by switch
 */
public record Offload(Map<Switch, Boolean> switches) {

    /** An offload, named as in {@code ethtool -K}. */
    public enum Switch {
        /** TCP segmentation offload. */
        TSO,
        /** Generic segmentation offload. */
        GSO,
        /** Generic receive offload. */
        GRO,
        /** Transmit checksum offload. */
        TX;

        /** The name in profiles and in {@code ethtool -K}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Offload {
        if (switches.isEmpty()) {
            throw new IllegalArgumentException("no offload is named");
        }
        switches = Collections.unmodifiableMap(new EnumMap<>(switches));
    }

    /**
     * Reads a canonical level: {@code on}, {@code off} or {@code tso=off,gro=on}, in any order.
     *
     * @throws IllegalArgumentException if the text is no such level or names a switch twice
     */
    public static Offload of(String level) {
        Map<Switch, Boolean> switches = new EnumMap<>(Switch.class);
        if (level.equals("on") || level.equals("off")) {
            for (Switch each : List.of(Switch.TSO, Switch.GSO, Switch.GRO)) {
                switches.put(each, level.equals("on"));
            }
            return new Offload(switches);
        }
        for (String part : level.split(",", -1)) {
            int equals = part.indexOf('=');
            String state = part.substring(equals + 1);
            if (equals < 1 || !(state.equals("on") || state.equals("off"))) {
                throw new IllegalArgumentException(
                        "\"" + part + "\" is no offload level; expected on, off or a list such as tso=off,gro=on");
            }
            Switch named = named(part.substring(0, equals));
            if (switches.put(named, state.equals("on")) != null) {
                throw new IllegalArgumentException("\"" + named.label() + "\" is given twice");
            }
        }
        return new Offload(switches);
    }

    private static Switch named(String label) {
        for (Switch each : Switch.values()) {
            if (each.label().equals(label)) {
                return each;
            }
        }
        throw new IllegalArgumentException("\"" + label + "\" is no offload; expected tso, gso, gro or tx");
    }

    /** The named switches as {@code tso=off,gro=on}, always in the order tso, gso, gro, tx. */
    public String canonical() {
        List<String> parts = new ArrayList<>();
        switches.forEach((each, on) -> parts.add(each.label() + "=" + (on ? "on" : "off")));
        return String.join(",", parts);
    }
}
