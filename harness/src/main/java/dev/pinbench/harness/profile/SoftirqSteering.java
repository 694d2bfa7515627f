package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.util.Collection;
import java.util.List;

/**
 * Where the receive processing of one combination is steered (the RPS mask, {@code rps_cpus}; see
 * Documentation/networking/scaling.rst of the kernel).
 *
 * @param cpus the CPUs of the mask, ascending; empty if steering stays untouched
 */
public record SoftirqSteering(List<Integer> cpus) {

    public SoftirqSteering {
        cpus = List.copyOf(cpus);
    }

    /** Whether steering stays as it is. */
    public boolean isUntouched() {
        return cpus.isEmpty();
    }

    /**
     * Whether the level of {@code softirq-core} can be met: {@code other} needs an online CPU that is neither the
     * client's nor the server's.
     */
    public static boolean isPossible(Levels levels, Collection<Integer> onlineCpus) {
        return RoleMask.isPossible(Factor.SOFTIRQ_CORE, levels, onlineCpus);
    }

    /**
     * The mask for one combination: {@code client} and {@code server} become that side's CPU, {@code other} the lowest
     * online CPU that is neither.
     *
     * @throws IllegalArgumentException if the level is not canonical, or {@code other} is asked for and
     *     {@link #isPossible} does not hold
     */
    public static SoftirqSteering resolve(Levels levels, Collection<Integer> onlineCpus) {
        return new SoftirqSteering(
                levels.get(Factor.SOFTIRQ_CORE).equals(ProfileReader.DEFAULT)
                        ? List.of()
                        : RoleMask.cpus(Factor.SOFTIRQ_CORE, levels, onlineCpus));
    }
}
