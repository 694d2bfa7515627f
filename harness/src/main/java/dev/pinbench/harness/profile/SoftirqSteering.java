package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.harness.host.CpuList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

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
        return !levels.get(Factor.SOFTIRQ_CORE).equals("other")
                || lowestSpare(levels, onlineCpus, List.of()).isPresent();
    }

    /**
     * The mask for one combination: {@code client} and {@code server} become that side's CPU, {@code other} the lowest
     * online CPU that is neither.
     *
     * @throws IllegalArgumentException if the level is not canonical, or {@code other} is asked for and
     *     {@link #isPossible} does not hold
     */
    public static SoftirqSteering resolve(Levels levels, Collection<Integer> onlineCpus) {
        String level = levels.get(Factor.SOFTIRQ_CORE);
        return new SoftirqSteering(
                switch (level) {
                    case "default" -> List.of();
                    case "client" -> List.of(cpu(levels, Factor.CLIENT_CORE));
                    case "server" -> List.of(cpu(levels, Factor.SERVER_CORE));
                    case "other" ->
                        List.of(lowestSpare(levels, onlineCpus, List.of())
                                .orElseThrow(() -> new IllegalArgumentException("softirq-core other needs a CPU beside"
                                        + " client and server; online are " + CpuList.format(onlineCpus))));
                    default -> CpuList.parse(level);
                });
    }

    static int cpu(Levels levels, Factor factor) {
        return Integer.parseInt(levels.get(factor));
    }

    /** The lowest online CPU that is neither the client's, nor the server's, nor one of {@code taken}. */
    static Optional<Integer> lowestSpare(Levels levels, Collection<Integer> onlineCpus, Collection<Integer> taken) {
        TreeSet<Integer> spare = new TreeSet<>(onlineCpus);
        spare.remove(cpu(levels, Factor.CLIENT_CORE));
        spare.remove(cpu(levels, Factor.SERVER_CORE));
        spare.removeAll(new TreeSet<>(taken));
        return spare.stream().findFirst();
    }
}
