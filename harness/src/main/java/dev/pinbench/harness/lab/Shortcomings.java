package dev.pinbench.harness.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for but is not in force, one sentence each.
 *
 * @param at what concerns an interface; only interfaces that fall short
 * @param everywhere what concerns none in particular
 */
public record Shortcomings(Map<LabInterface, List<String>> at, List<String> everywhere) {

    public Shortcomings {
        at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
        everywhere = List.copyOf(everywhere);
    }

    /** All of them. */
    List<String> all() {
        return of(at.keySet());
    }

    /**
     * Those that concern traffic over {@code hops}. The loopback device, which cannot do without checksum offload, spoils no
     * traffic that does not use it.
     */
    List<String> over(List<Hop> hops) {
        Set<LabInterface> crossed = new LinkedHashSet<>();
        hops.forEach(hop -> crossed.add(hop.at()));
        return of(crossed);
    }

    private List<String> of(Set<LabInterface> interfaces) {
        List<String> sentences = new ArrayList<>(everywhere);
        interfaces.forEach(each -> sentences.addAll(at.getOrDefault(each, List.of())));
        return sentences;
    }
}
