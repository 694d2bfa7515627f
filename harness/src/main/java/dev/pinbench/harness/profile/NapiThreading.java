package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.harness.lab.Offload;
import java.util.Map;

/** The factor {@code threaded-napi}. */
public final class NapiThreading {
    /** {@code veth_skb_is_eligible_for_gro} and {@code veth_set_features} in drivers/net/veth.c. */
    private static final Map<Offload.Feature, Boolean> NAPI_OF_VETH =
            Map.of(Offload.Feature.GRO, true, Offload.Feature.TSO, false);

    private NapiThreading() {}

    /**
     * Whether threads can come to poll anything: a veth has NAPI only while its GRO is on, and takes that way only for
     * packets of a peer whose TSO is off.
     */
    public static boolean isPossible(Levels levels) {
        return !levels.get(Factor.THREADED_NAPI).equals("true")
                || Offload.ofLevel(levels.get(Factor.OFFLOAD)).sets(NAPI_OF_VETH);
    }
}
