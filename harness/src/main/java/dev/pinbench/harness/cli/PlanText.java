package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.harness.plan.Plan;
import dev.pinbench.harness.profile.Profile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A plan in words. */
final class PlanText {
    /** What a trial costs beyond its traffic, for the forecast: docs/performance.md has 77 ms; other machines are slower. */
    static final Duration EXPECTED_OVERHEAD = Duration.ofMillis(100);

    private static final Set<Factor> ALWAYS_SHOWN =
            EnumSet.of(Factor.PATH, Factor.DATAPATH, Factor.CLIENT_CORE, Factor.SERVER_CORE);

    private PlanText() {}

    /** {@code core-mss: 96 trials in 4 blocks, about 20 min · 2 cores, kernel 6.18, iperf3 3.12 · seed 42}. */
    static String header(Profile profile, Plan plan, HostFacts host, Map<String, String> tools) {
        return count(profile, plan) + " · " + host.cpus().size() + (host.cpus().size() == 1 ? " core" : " cores")
                + ", kernel " + host.kernelRelease() + ", iperf3 " + tools.getOrDefault("iperf3", "unknown")
                + " · seed " + profile.seed();
    }

    private static String count(Profile profile, Plan plan) {
        return profile.name() + ": " + plan.trials().size() + (plan.trials().size() == 1 ? " trial" : " trials")
                + " in "
                + profile.blocks() + (profile.blocks() == 1 ? " block" : " blocks") + ", "
                + about(plan.expectedWallTime(EXPECTED_OVERHEAD));
    }

    /** The plan, trial by trial, with its expected time. */
    static void print(PrintWriter out, Profile profile, Plan plan) {
        out.println(count(profile, plan) + " · " + plan.combinations().size()
                + (plan.combinations().size() == 1 ? " combination" : " combinations") + " · seed " + profile.seed());
        plan.notes().forEach(note -> out.println("note: " + note));
        Set<Factor> varied = varied(plan.trials());
        int width = Integer.toString(plan.trials().size()).length();
        for (PlannedTrial trial : plan.trials()) {
            out.println(position(trial, width, plan.trials().size()) + "  " + describe(trial.levels(), varied));
        }
        out.flush();
    }

    /** {@code [ 7/96] block 1}. */
    static String position(PlannedTrial trial, int width, int total) {
        return String.format(Locale.ROOT, "[%" + width + "d/%d] block %d", trial.trial(), total, trial.block());
    }

    /** {@code pod-to-pod  bridge  client 1  server 0  mss 536  offload off}. */
    static String describe(Levels levels, Set<Factor> varied) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-16s  %s", levels.get(Factor.PATH), levels.get(Factor.DATAPATH)));
        text.append("  client ").append(levels.get(Factor.CLIENT_CORE));
        text.append("  server ").append(levels.get(Factor.SERVER_CORE));
        for (Factor factor : varied) {
            if (!ALWAYS_SHOWN.contains(factor)) {
                text.append("  ").append(factor.label()).append(' ').append(levels.get(factor));
            }
        }
        return text.toString();
    }

    /** The factors with more than one level. */
    static Set<Factor> varied(List<PlannedTrial> trials) {
        Set<Factor> varied = EnumSet.noneOf(Factor.class);
        for (Factor factor : Factor.values()) {
            Set<String> levels = new HashSet<>();
            trials.forEach(trial -> levels.add(trial.levels().get(factor)));
            if (levels.size() > 1) {
                varied.add(factor);
            }
        }
        return varied;
    }

    private static String about(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < 90) {
            return "about " + seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return "about " + Math.round(seconds / 60.0) + " min";
        }
        return String.format(Locale.ROOT, "about %.1f h", seconds / 3600.0);
    }
}
