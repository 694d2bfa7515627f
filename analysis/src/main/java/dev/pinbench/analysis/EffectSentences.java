package dev.pinbench.analysis;

import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.text.Units;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says an effect in words. The plan varied the factor at random, so that causal words are in place. */
final class EffectSentences {

    private final RunData run;

    EffectSentences(RunData run) {
        this.run = run;
    }

    String shown(Effect effect) {
        Interval interval = Objects.requireNonNull(effect.interval());
        return where(effect) + name(effect, effect.level()) + " moves " + amount(effect.ratio()) + " "
                + name(effect, effect.baseline()) + " (95 % interval " + range(effect.ratio(), interval) + ", "
                + blocks(effect.blocks()) + ")"
                + softirq(effect).map(s -> "; " + s).orElse("") + ".";
    }

    String withoutInterval(Effect effect) {
        return where(effect) + name(effect, effect.level()) + " moved " + amount(effect.ratio()) + " "
                + name(effect, effect.baseline()) + " in the only block that has both; one block shows nothing more.";
    }

    String notShown(Effect effect) {
        Interval interval = Objects.requireNonNull(effect.interval());
        return String.format(
                Locale.ROOT,
                "%sno difference could be shown between %s and %s: ratio %.2f (95 %% interval %.2f–%.2f, %s).",
                where(effect),
                name(effect, effect.level()),
                name(effect, effect.baseline()),
                effect.ratio(),
                interval.low(),
                interval.high(),
                blocks(effect.blocks()));
    }

    private String where(Effect effect) {
        if (!effect.scope().equals(Effects.OVERALL)) {
            return "With " + effect.scope() + ", ";
        }
        return run.varied().size() > 1 ? "All else equal, " : "On this machine, ";
    }

    private static String name(Effect effect, String level) {
        return effect.factor() == Factor.PATH ? level : effect.factor().label() + "=" + level;
    }

    private static String amount(double ratio) {
        if (ratio >= 2) {
            return String.format(Locale.ROOT, "%.1f times as much as", ratio);
        }
        return ratio < 1 ? Units.percent(1 - ratio) + " less than" : Units.percent(ratio - 1) + " more than";
    }

    private static String range(double ratio, Interval interval) {
        if (ratio >= 2) {
            return String.format(Locale.ROOT, "%.1f–%.1f times", interval.low(), interval.high());
        }
        return ratio < 1
                ? Units.percentNumber(1 - interval.high()) + "–" + Units.percent(1 - interval.low())
                : Units.percentNumber(interval.low() - 1) + "–" + Units.percent(interval.high() - 1);
    }

    static String blocks(int blocks) {
        return blocks == 1 ? "1 block" : blocks + " blocks";
    }

    /** How much softirq there is at the level, against the baseline. A core has a name only where roles stay put. */
    private Optional<String> softirq(Effect effect) {
        List<TrialRecord> at = trials(effect, effect.level());
        List<TrialRecord> before = trials(effect, effect.baseline());
        Optional<BudgetShares> busiest =
                Combinations.meanBudgets(at).stream().max(Comparator.comparingDouble(EffectSentences::softirqShare));
        if (busiest.isEmpty()) {
            return Optional.empty();
        }
        boolean coresFixed =
                !run.varies(Factor.CLIENT_CORE) && !run.varies(Factor.SERVER_CORE) && !run.varies(Factor.SOFTIRQ_CORE);
        double then =
                coresFixed ? softirqShare(busiest.get()) : meanOfMaxima(at).orElseThrow();
        String core = coresFixed ? "core " + busiest.get().cpu() : "the core with the most softirq";
        OptionalDouble earlier = coresFixed ? shareOf(before, busiest.get().cpu()) : meanOfMaxima(before);
        String compared = earlier.isEmpty()
                ? ""
                : " (" + Units.percent(earlier.getAsDouble()) + " with " + name(effect, effect.baseline()) + ")";
        return Optional.of(core + " then spends " + Units.percent(then) + " of its time in softirq" + compared);
    }

    private List<TrialRecord> trials(Effect effect, String level) {
        return run.usable().stream()
                .filter(t -> t.levels().get(effect.factor()).equals(level))
                .filter(t -> effect.scope().equals(Effects.OVERALL)
                        || t.levels().describe(f -> f == Factor.OFFLOAD).equals(effect.scope()))
                .filter(t -> !t.metrics().budgets().isEmpty())
                .toList();
    }

    private static OptionalDouble shareOf(List<TrialRecord> trials, int cpu) {
        return Combinations.meanBudgets(trials).stream()
                .filter(budget -> budget.cpu() == cpu)
                .mapToDouble(EffectSentences::softirqShare)
                .findFirst();
    }

    private static OptionalDouble meanOfMaxima(List<TrialRecord> trials) {
        return trials.stream()
                .mapToDouble(t -> t.metrics().budgets().stream()
                        .mapToDouble(EffectSentences::softirqShare)
                        .max()
                        .orElseThrow())
                .average();
    }

    private static double softirqShare(BudgetShares budget) {
        return budget.ksoftirqd() + budget.inlineSoftirq();
    }
}
