package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which CPUs of one combination transmit on which queue ({@code xps_cpus}; see Documentation/networking/scaling.rst of the
 * kernel).
 *
 * @param cpusByQueue the CPUs of each queue, ascending; no queues: all is left as the kernel made it
 */
public record TransmitSteering(List<List<Integer>> cpusByQueue) {

    public TransmitSteering {
        cpusByQueue = cpusByQueue.stream().map(List::copyOf).toList();
    }

    /** Whether the level of {@code xps} can be met: {@code other} needs an online CPU that is neither side's. */
    public static boolean isPossible(Levels levels, Collection<Integer> onlineCpus) {
        return RoleMask.isPossible(Factor.XPS, levels, onlineCpus);
    }

    /**
     * The queues for one combination: the CPUs that the level names have the first queue for themselves, all others share
     * the second; with {@code none} there are both, and the kernel spreads flows over them.
     *
     * @throws IllegalArgumentException if the level is not canonical, or {@link #isPossible} does not hold
     */
    public static TransmitSteering resolve(Levels levels, Collection<Integer> onlineCpus) {
        return switch (levels.get(Factor.XPS, ProfileReader.DEFAULT)) {
            case ProfileReader.DEFAULT -> new TransmitSteering(List.of());
            case "none" -> new TransmitSteering(List.of(List.of(), List.of()));
            default -> {
                List<Integer> own = RoleMask.cpus(Factor.XPS, levels, onlineCpus);
                TreeSet<Integer> others = new TreeSet<>(onlineCpus);
                own.forEach(others::remove);
                yield new TransmitSteering(List.of(own, List.copyOf(others)));
            }
        };
    }
}
