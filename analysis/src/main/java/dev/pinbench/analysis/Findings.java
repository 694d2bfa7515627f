package dev.pinbench.analysis;

import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the numbers into sentences, most important first: what makes the rest doubtful, effects that could be shown (the
 * largest first), where the time went, what goodput goes with, what could not be shown, and what to be careful with.
 */
final class Findings {

    private static final int MOST = 12;
    private static final int MOST_EFFECTS = 5;
    private static final int MOST_ASSOCIATIONS = 2;
    private static final int MOST_NOT_SHOWN = 2;
    private static final int MOST_CAUTIONS = 5;

    /** Adjusted p below which an association counts as shown: the false discovery rate. */
    private static final double FALSE_DISCOVERY_RATE = 0.05;

    private final RunData run;
    private final List<CombinationSummary> combinations;
    private final List<Effect> effects;
    private final List<Association> associations;

    Findings(RunData run, List<CombinationSummary> combinations, List<Effect> effects, List<Association> associations) {
        this.run = run;
        this.combinations = combinations;
        this.effects = effects;
        this.associations = associations;
    }

    List<Finding> all() {
        Cautions cautions = new Cautions(run);
        List<String> grave = cautions.grave();
        List<String> minor = cautions.minor();
        int room = MOST - grave.size() - Math.min(MOST_CAUTIONS, minor.size());
        List<Finding> substance = Stream.of(
                        shownEffects(), budget(), shownAssociations(), singleBlockEffects(), notShown())
                .flatMap(List::stream)
                .limit(room)
                .toList();
        List<Finding> findings = new ArrayList<>();
        grave.forEach(text -> findings.add(new Finding("caution", text)));
        findings.addAll(substance);
        minor.stream().limit(MOST_CAUTIONS).forEach(text -> findings.add(new Finding("caution", text)));
        return findings;
    }

    /** Where offload was varied, the effects within each offload say more than the average over them. */
    private List<Effect> mostSpecific() {
        return effects.stream()
                .filter(effect -> !effect.scope().equals(Effects.OVERALL)
                        || effects.stream()
                                .noneMatch(other -> other.factor() == effect.factor()
                                        && other.level().equals(effect.level())
                                        && !other.scope().equals(Effects.OVERALL)))
                .toList();
    }

    private static boolean shown(Effect effect) {
        Interval interval = effect.interval();
        return interval != null && (interval.low() > 1 || interval.high() < 1);
    }

    private List<Finding> shownEffects() {
        EffectSentences sentences = new EffectSentences(run);
        return mostSpecific().stream()
                .filter(Findings::shown)
                .sorted(Comparator.comparingDouble((Effect e) -> -Math.abs(Math.log(e.ratio()))))
                .limit(MOST_EFFECTS)
                .map(effect -> new Finding("effect", sentences.shown(effect)))
                .toList();
    }

    private List<Finding> singleBlockEffects() {
        EffectSentences sentences = new EffectSentences(run);
        return mostSpecific().stream()
                .filter(effect -> effect.interval() == null)
                .sorted(Comparator.comparingDouble((Effect e) -> -Math.abs(Math.log(e.ratio()))))
                .limit(MOST_EFFECTS)
                .map(effect -> new Finding("effect", sentences.withoutInterval(effect)))
                .toList();
    }

    private List<Finding> budget() {
        return new BudgetSentence(run, combinations)
                .text()
                .map(text -> List.of(new Finding("budget", text)))
                .orElse(List.of());
    }

    private static boolean shown(Association association) {
        Interval interval = association.interval();
        Double p = association.adjustedPValue();
        return interval != null && p != null && p < FALSE_DISCOVERY_RATE && (interval.low() > 0 || interval.high() < 0);
    }

    /** Associations over all trials are left out where paths or offloads differ: these would make them. */
    private List<Association> comparable() {
        boolean scoped = associations.stream().anyMatch(a -> !a.scope().equals(Effects.OVERALL));
        return associations.stream()
                .filter(a -> a.spearman() != null && scoped != a.scope().equals(Effects.OVERALL))
                .toList();
    }

    private List<Finding> shownAssociations() {
        return comparable().stream()
                .filter(Findings::shown)
                .sorted(Comparator.comparingDouble((Association a) -> -Math.abs(Objects.requireNonNull(a.spearman()))))
                .limit(MOST_ASSOCIATIONS)
                .map(a -> new Finding("association", sentence(a)))
                .toList();
    }

    private static String sentence(Association association) {
        double rho = Objects.requireNonNull(association.spearman());
        double p = Objects.requireNonNull(association.adjustedPValue());
        Interval interval = Objects.requireNonNull(association.interval());
        String where =
                association.scope().equals(Effects.OVERALL) ? "Goodput" : "With " + association.scope() + ", goodput";
        return String.format(
                Locale.ROOT,
                "%s goes with %s, %s (Spearman %.2f, 95 %% interval %.2f to %.2f, %d trials, adjusted p %s).",
                where,
                metric(association).words(),
                rho < 0 ? "one falling as the other rises" : "both rising together",
                rho,
                interval.low(),
                interval.high(),
                association.n(),
                p < 0.001 ? "under 0.001" : String.format(Locale.ROOT, "%.3f", p));
    }

    private static ExplainingMetric metric(Association association) {
        return Arrays.stream(ExplainingMetric.values())
                .filter(metric -> metric.column().equals(association.metric()))
                .findFirst()
                .orElseThrow();
    }

    private List<Finding> notShown() {
        List<Finding> findings = new ArrayList<>();
        String metrics = Arrays.stream(ExplainingMetric.values())
                .filter(metric -> comparable().stream().anyMatch(a -> metric(a) == metric))
                .filter(metric -> comparable().stream().noneMatch(a -> metric(a) == metric && shown(a)))
                .map(ExplainingMetric::words)
                .collect(Collectors.joining(", or with "));
        if (!metrics.isEmpty()) {
            findings.add(new Finding("association", "It could not be shown that goodput goes with " + metrics + "."));
        }
        EffectSentences sentences = new EffectSentences(run);
        mostSpecific().stream()
                .filter(effect -> effect.interval() != null && !shown(effect))
                .limit(MOST_NOT_SHOWN)
                .forEach(effect -> findings.add(new Finding("effect", sentences.notShown(effect))));
        return findings;
    }
}
