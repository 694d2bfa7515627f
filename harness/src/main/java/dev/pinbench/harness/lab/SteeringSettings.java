package dev.pinbench.harness.lab;

import java.util.BitSet;

/**
 * How packets of one trial are steered (Documentation/networking/scaling.rst).
 *
 * @param receiveCpus RPS: CPUs that process what arrives ({@code rps_cpus}); empty leaves that to the kernel
 * @param flowEntries RFS: entries of the table of sockets, which the queues of an interface share among their own; 0 leaves
 *     RFS off
 */
public record SteeringSettings(BitSet receiveCpus, int flowEntries) {

    /** As the kernel made the interfaces. */
    public static final SteeringSettings UNTOUCHED = new SteeringSettings(new BitSet(), 0);

    public SteeringSettings {
        receiveCpus = (BitSet) receiveCpus.clone();
    }

    /** CPUs that process what arrives. */
    @Override
    public BitSet receiveCpus() {
        return (BitSet) receiveCpus.clone();
    }

    /** Whether all is left to the kernel. */
    public boolean isUntouched() {
        return equals(UNTOUCHED);
    }
}
