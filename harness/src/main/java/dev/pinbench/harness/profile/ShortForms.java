package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Keys of a profile that are short for one level of a factor. */
final class ShortForms {

    /** Where each stands, as a JSON pointer. */
    static final Map<Factor, String> POINTERS = Collections.unmodifiableMap(
            new EnumMap<>(Map.of(Factor.NODES, "/nodes", Factor.MTU, "/traffic/mtu"))); // always in the same order

    private ShortForms() {}
}
