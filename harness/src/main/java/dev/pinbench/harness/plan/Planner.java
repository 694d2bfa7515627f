package dev.pinbench.harness.plan;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.profile.Exclude;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.profile.ProfileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * From a profile to a plan: the cross product of the levels in the order of the factors, without excluded and
 * meaningless combinations, as randomised multiple interleaved trials: each block is a fresh permutation of all
 * combinations (A. Abedi and T. Brecht, "Conducting repeatable experiments in highly variable cloud computing
 * environments", ICPE 2017). The same profile on the same CPUs makes the same plan on every JDK; more blocks leave the
 * earlier ones as they were.
 */
public final class Planner {

    private static final long MOST_TRIALS = 1_000_000;

    private Planner() {}

    /**
     * Plans a profile.
     *
     * @param profile what to run; each CPU that it names by number is online
     * @param online the machine's online CPUs, at least one
     * @param largestMtuBytes the largest MTU in bytes of datapaths, by name, that cannot have any
     * @throws ProfileException if no combination is left, or there are too many trials ever to end
     */
    public static Plan plan(Profile profile, List<CpuTopology> online, Map<String, Integer> largestMtuBytes) {
        if (online.isEmpty()) {
            throw new IllegalArgumentException("no CPU is online");
        }
        Combinations maker = new Combinations(profile, online, largestMtuBytes);
        List<Levels> combinations = maker.list();
        if (combinations.isEmpty()) {
            throw new ProfileException(nothingLeft(profile, online, maker.notes()));
        }
        long size = (long) combinations.size() * profile.blocks();
        if (size > MOST_TRIALS) {
            throw new ProfileException("profile " + profile.name() + ": " + combinations.size() + " combinations in "
                    + profile.blocks() + " blocks make " + size + " trials; expected at most " + MOST_TRIALS
                    + "; use fewer blocks or levels");
        }
        Duration traffic = Duration.ofSeconds(
                profile.traffic().durationSeconds() + (long) profile.traffic().omitSeconds());
        return new Plan(trials(combinations, profile), combinations, maker.notes(), traffic);
    }

    private static List<PlannedTrial> trials(List<Levels> combinations, Profile profile) {
        Shuffler shuffler = new Shuffler(profile.seed());
        List<PlannedTrial> trials = new ArrayList<>();
        for (int block = 1; block <= profile.blocks(); block++) {
            int order = 1;
            for (Levels levels : shuffler.permutation(combinations)) {
                trials.add(new PlannedTrial(trials.size() + 1, block, order++, levels));
            }
        }
        return trials;
    }

    private static String nothingLeft(Profile profile, List<CpuTopology> online, List<String> notes) {
        String cpus = CpuList.format(online.stream().map(CpuTopology::cpu).toList());
        String excludes = profile.excludes().isEmpty()
                ? "nothing is excluded"
                : "excluded are "
                        + profile.excludes().stream().map(Exclude::describe).collect(Collectors.joining(", "));
        String because = notes.isEmpty() ? "" : "; " + String.join("; ", notes);
        return "profile " + profile.name() + ": no combination is left to measure on CPUs " + cpus + "; " + excludes
                + because + "; expected at least one";
    }
}
