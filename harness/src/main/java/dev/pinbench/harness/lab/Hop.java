package dev.pinbench.harness.lab;

import java.util.List;

/**
 * An interface that traffic crosses.
 *
 * @param at the interface
 * @param kind driver's word as {@code ip -d -j link} tells ({@code veth}, {@code bridge}, {@code vxlan}); for lo, which has
 *     none, the link type {@code loopback}
 * @param works what is done to packets there beyond handing them on, a few words each, such as {@code routes}
 */
public record Hop(LabInterface at, String kind, List<String> works) {

    public Hop {
        works = List.copyOf(works);
    }
}
