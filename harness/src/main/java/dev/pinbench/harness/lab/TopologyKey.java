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
 * @param queuesOfVeth transmit queues, and as many receive queues, of every veth; 1 is the kernel's own choice
 */
public record TopologyKey(
        Datapath datapath, Offload offload, int mtuBytes, int nodes, boolean threadedNapi, int queuesOfVeth) {

    public TopologyKey {
        if (nodes != 1 && nodes != 2) {
            throw new IllegalArgumentException("a lab has 1 or 2 nodes, not " + nodes);
        }
        if (queuesOfVeth < 1) {
            throw new IllegalArgumentException("a veth has at least one queue, not " + queuesOfVeth);
        }
    }

    /** With NAPI as the kernel has it, in softirqs, and its queues. */
    public TopologyKey(Datapath datapath, Offload offload, int mtuBytes, int nodes) {
        this(datapath, offload, mtuBytes, nodes, false, 1);
    }
}
