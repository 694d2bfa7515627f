package dev.pinbench.harness.lab;

import java.util.BitSet;
import java.util.List;

/**
 * How packets of one trial are steered (Documentation/networking/scaling.rst).
 *
 * @param receiveCpus RPS: CPUs that process what arrives ({@code rps_cpus}); empty leaves that to the kernel
 * @param flowEntries RFS: entries of the table of sockets, which the queues of an interface share among their own; 0 leaves
 *     RFS off
 * @param transmitCpus XPS: for each transmit queue of a veth the CPUs that send through it ({@code xps_cpus}), where none is
 *     named the kernel spreads flows; without queues all is as the kernel made it
 */
public record SteeringSettings(BitSet receiveCpus, int flowEntries, List<BitSet> transmitCpus) {

    /** As the kernel made the interfaces. */
    public static final SteeringSettings UNTOUCHED = new SteeringSettings(new BitSet(), 0, List.of());

    public SteeringSettings {
        receiveCpus = (BitSet) receiveCpus.clone();
        transmitCpus = copy(transmitCpus);
    }

    private static List<BitSet> copy(List<BitSet> sets) {
        return sets.stream().map(set -> (BitSet) set.clone()).toList();
    }

    /** CPUs that process what arrives. */
    @Override
    public BitSet receiveCpus() {
        return (BitSet) receiveCpus.clone();
    }

    /** CPUs that send through each transmit queue. */
    @Override
    public List<BitSet> transmitCpus() {
        return copy(transmitCpus);
    }

    /** Whether all is left to the kernel. */
    public boolean isUntouched() {
        return equals(UNTOUCHED);
    }
}
