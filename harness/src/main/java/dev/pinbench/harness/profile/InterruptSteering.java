package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.util.Collection;
import java.util.List;

/**
 * Which CPUs serve the interrupts of network cards in one combination ({@code smp_affinity_list}).
 *
 * @param cpus these, ascending; none: as the machine has it
 */
public record InterruptSteering(List<Integer> cpus) {

    public InterruptSteering {
        cpus = List.copyOf(cpus);
    }

    /** Whether a profile asks for it in any combination. */
    public static boolean isAskedFor(Profile profile) {
        return !profile.levels(Factor.IRQ_AFFINITY).equals(List.of(ProfileReader.DEFAULT));
    }

    /** Whether the level of {@code irq-affinity} can be met: {@code other} needs an online CPU that is neither side's. */
    public static boolean isPossible(Levels levels, Collection<Integer> onlineCpus) {
        return RoleMask.isPossible(Factor.IRQ_AFFINITY, levels, onlineCpus);
    }

    /**
     * The CPUs for one combination.
     *
     * @throws IllegalArgumentException if the level is not canonical, or {@link #isPossible} does not hold
     */
    public static InterruptSteering resolve(Levels levels, Collection<Integer> onlineCpus) {
        boolean untouched =
                levels.get(Factor.IRQ_AFFINITY, ProfileReader.DEFAULT).equals(ProfileReader.DEFAULT);
        return new InterruptSteering(untouched ? List.of() : RoleMask.cpus(Factor.IRQ_AFFINITY, levels, onlineCpus));
    }
}
