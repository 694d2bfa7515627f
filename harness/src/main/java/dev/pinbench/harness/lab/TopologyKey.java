package dev.pinbench.harness.lab;

import dev.pinbench.harness.lab.datapath.Datapath;

/**
 * What makes a topology differ from another.
 *
 * @param datapath how pods reach the world
 * @param offload offload switches of every interface
 * @param mtuBytes MTU of every interface
 * @param nodes 1 or 2
 * @param threadedNapi whether threads of the kernel poll the interfaces that have NAPI
 */
public record TopologyKey(Datapath datapath, Offload offload, int mtuBytes, int nodes, boolean threadedNapi) {

    public TopologyKey {
        if (nodes != 1 && nodes != 2) {
            throw new IllegalArgumentException("a lab has 1 or 2 nodes, not " + nodes);
        }
    }

    /** With NAPI as the kernel has it, in softirqs. */
    public TopologyKey(Datapath datapath, Offload offload, int mtuBytes, int nodes) {
        this(datapath, offload, mtuBytes, nodes, false);
    }
}
