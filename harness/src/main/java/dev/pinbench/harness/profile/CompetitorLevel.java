package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A level of {@code competitor} other than {@code none}.
 *
 * @param on {@code client-core}, {@code server-core}, {@code softirq-core}, {@code elsewhere} or a CPU number
 * @param loadPercent share of one core to burn, 1 to 100
 */
public record CompetitorLevel(String on, int loadPercent) {

    private static final List<String> PLACES = List.of("client-core", "server-core", "softirq-core", "elsewhere");

    public CompetitorLevel {
        if (!PLACES.contains(on)) {
            try {
                on = Integer.toString(Integer.parseUnsignedInt(on));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "\"" + on + "\" is no place for a competitor; expected one of " + String.join(", ", PLACES)
                                + " or a CPU number",
                        e);
            }
        }
        if (loadPercent < 1 || loadPercent > 100) {
            throw new IllegalArgumentException("the load " + loadPercent + " is not between 1 and 100 percent");
        }
    }

    /**
     * Reads a canonical level: {@code none} (empty) or {@code server-core:100}.
     *
     * @throws IllegalArgumentException if the text is no such level
     */
    public static Optional<CompetitorLevel> of(String level) {
        if (level.equals("none")) {
            return Optional.empty();
        }
        int colon = level.indexOf(':');
        try {
            return Optional.of(new CompetitorLevel(
                    level.substring(0, Math.max(0, colon)), Integer.parseInt(level.substring(colon + 1))));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + level + "\" is no competitor level; expected none or place:load such as server-core:100", e);
        }
    }

    /** The level as text: {@code server-core:100}. */
    public String canonical() {
        return on + ":" + loadPercent;
    }

    /** The CPU number, if the place is given as one. */
    public Optional<Integer> fixedCpu() {
        return PLACES.contains(on) ? Optional.empty() : Optional.of(Integer.parseInt(on));
    }

    /**
     * The CPU to compete on in one combination: {@code softirq-core} is the lowest CPU of the steering mask,
     * {@code elsewhere} the lowest online CPU that is neither client, server nor in the mask. Empty if there is none:
     * steering is untouched, or no CPU is spare.
     */
    public Optional<Integer> cpu(Levels levels, Collection<Integer> onlineCpus) {
        return switch (on) {
            case "client-core" -> Optional.of(RoleMask.cpu(levels, Factor.CLIENT_CORE));
            case "server-core" -> Optional.of(RoleMask.cpu(levels, Factor.SERVER_CORE));
            case "softirq-core" ->
                SoftirqSteering.resolve(levels, onlineCpus).cpus().stream().findFirst();
            case "elsewhere" ->
                RoleMask.lowestSpare(
                        levels,
                        onlineCpus,
                        SoftirqSteering.resolve(levels, onlineCpus).cpus());
            default -> fixedCpu();
        };
    }
}
