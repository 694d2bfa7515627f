package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyBuilder;
import java.util.List;
import java.util.Map;

/**
 * How pods are joined to their nodes. Stateless: the same datapath shapes any number of topologies.
 *
 * <p>A new one is a class, its line in {@link Datapaths}, its page {@code docs/datapaths/NAME.md} and its name in the
 * tests that ask for it; {@code DatapathTest} moves traffic over every one and compares what it declared with what the
 * kernel counted.
 */
public interface Datapath {

    /** The most bytes that an IP packet has (its total length has 16 bits; RFC 791). */
    int MOST_MTU_BYTES = 65_535;

    /** Level of the datapath factor: small letters, digits and hyphens. */
    String name();

    /** The real system that it stands for, in one sentence. */
    String standsFor();

    /**
     * What this machine lacks for it; empty if it can be had. Found by trying, not by guessing, in namespaces that end with
     * the try ({@link Needs}).
     *
     * @param rootless whether the lab is in a user namespace
     */
    List<Lack> lacking(boolean rootless) throws InterruptedException;

    /**
     * Offload switches without which no TCP gets through; empty where it gets through with any. Nothing sets them by
     * itself: that traffic fails without them is something to be measured. A plan notes which trials lack them.
     */
    default Map<Offload.Feature, Boolean> carriesTcpWith() {
        return Map.of();
    }

    /** The largest MTU of the wire that it can be built with, bytes. */
    default int largestMtuBytes() {
        return MOST_MTU_BYTES;
    }

    /**
     * Joins the pods to their nodes and routes between them; tells of every interface, of the pods' addresses and of the
     * hops of each path, for one node as well as for two.
     */
    void shape(TopologyBuilder topology) throws LabException, InterruptedException;
}
