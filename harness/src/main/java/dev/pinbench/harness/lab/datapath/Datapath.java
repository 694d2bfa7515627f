package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.TopologyBuilder;

/** How pods are joined to their nodes. Stateless: the same datapath builds any number of topologies. */
public interface Datapath {

    /** Level of the datapath factor. */
    String name();

    /** Address of the node as its pods see it: where a native server listens if there is only one node. */
    String nodeAddress();

    /** Joins the pods of {@code topology} to their nodes and routes between them. */
    void build(TopologyBuilder topology) throws LabException, InterruptedException;
}
