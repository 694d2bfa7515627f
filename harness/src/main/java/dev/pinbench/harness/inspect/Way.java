package dev.pinbench.harness.inspect;

import java.util.List;

/**
 * The interfaces from inside out.
 *
 * @param steps in the order that the packet crosses them
 * @param to where it goes, as the kernel writes it
 * @param from address that the packet is sent from; empty if the target has none
 * @param end how the way ends, in words
 * @param complete whether the packet reached its destination or the edge of this machine; else it could not be followed
 */
record Way(List<Step> steps, String to, String from, String end, boolean complete) {
    Way {
        steps = List.copyOf(steps);
    }
}
