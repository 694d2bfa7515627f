package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.harness.host.CpuList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** CPUs that a level names by what they are to the combination: {@code client}, {@code server}, {@code other}; or by number. */
final class RoleMask {
    private static final String OTHER = "other";

    private RoleMask() {}

    /** Whether the level can be met: {@code other} needs an online CPU that is neither the client's nor the server's. */
    static boolean isPossible(Factor factor, Levels levels, Collection<Integer> onlineCpus) {
        return !levels.get(factor).equals(OTHER)
                || lowestSpare(levels, onlineCpus, List.of()).isPresent();
    }

    /**
     * The CPUs, ascending: that side's for {@code client} and {@code server}, for {@code other} the lowest online CPU that is
     * neither.
     *
     * @throws IllegalArgumentException if the level is none of these, or {@link #isPossible} does not hold
     */
    static List<Integer> cpus(Factor factor, Levels levels, Collection<Integer> onlineCpus) {
        String level = levels.get(factor);
        return switch (level) {
            case "client" -> List.of(cpu(levels, Factor.CLIENT_CORE));
            case "server" -> List.of(cpu(levels, Factor.SERVER_CORE));
            case OTHER ->
                List.of(lowestSpare(levels, onlineCpus, List.of())
                        .orElseThrow(
                                () -> new IllegalArgumentException(factor.label() + " other needs a CPU beside client"
                                        + " and server; online are " + CpuList.format(onlineCpus))));
            default -> CpuList.parse(level);
        };
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
