package dev.pinbench.analysis;

import static dev.pinbench.analysis.SyntheticRun.done;
import static dev.pinbench.analysis.SyntheticRun.failed;
import static dev.pinbench.analysis.SyntheticRun.invalid;
import static dev.pinbench.analysis.SyntheticRun.metrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.model.Summary;
import dev.pinbench.analysis.results.BudgetErrors;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnalyzerTest {

    private static final double POD_OFF_RATIO = 0.62;

    private static RunAnalysis analyze(SyntheticRun run) {
        return new Analyzer().analyze(run.manifest(), run.trials());
    }

    private static List<String> texts(RunAnalysis analysis, String kind) {
        return analysis.findings().stream()
                .filter(f -> f.kind().equals(kind))
                .map(Finding::text)
                .toList();
    }

    /** Paths differ only with offload off, blocks drift by up to 20 %, and softirq eats what goodput loses. */
    private static SyntheticRun planted(int blocks) {
        Random random = new Random(99);
        return new SyntheticRun(7)
                .vary(Factor.OFFLOAD, "off", "on")
                .vary(Factor.PATH, "pod-to-native", "native-to-native")
                .vary(Factor.CLIENT_CORE, "0", "1")
                .blocks(blocks, planned -> done(planned, plantedMetrics(planned, random)));
    }

    private static TrialMetrics plantedMetrics(PlannedTrial planned, Random random) {
        boolean off = planned.levels().get(Factor.OFFLOAD).equals("off");
        boolean pod = planned.levels().get(Factor.PATH).equals("pod-to-native");
        double drift = 1 + 0.2 * planned.block() / 10;
        double noise = Math.exp(0.02 * random.nextGaussian());
        double goodput = (off ? 4e9 : 11e9) * (off && pod ? POD_OFF_RATIO : 1) * drift * noise;
        return metrics(goodput, (off ? pod ? 0.57 : 0.4 : 0.2) - 0.3 * (noise - 1), off ? 0.1 : 0);
    }

    private static Effect effect(RunAnalysis analysis, Factor factor, String level, String scope) {
        return analysis.effects().stream()
                .filter(e -> e.factor() == factor
                        && e.level().equals(level)
                        && e.scope().equals(scope))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPlantedRatioIsFoundWhereItWasPlanted() {
        RunAnalysis analysis = analyze(planted(10));
        Effect off = effect(analysis, Factor.PATH, "pod-to-native", "offload=off");
        assertThat(off.baseline()).isEqualTo("native-to-native");
        assertThat(off.ratio()).isCloseTo(POD_OFF_RATIO, within(0.02));
        assertThat(Objects.requireNonNull(off.interval()).low()).isLessThan(POD_OFF_RATIO);
        assertThat(off.interval().high()).isBetween(POD_OFF_RATIO, 0.66);
        assertThat(off.interval().method()).isEqualTo("BCa bootstrap over blocks, B=9999");
        assertThat(off.pairs()).isEqualTo(20);
        assertThat(off.blocks()).isEqualTo(10);
        Effect on = effect(analysis, Factor.PATH, "pod-to-native", "offload=on");
        assertThat(Objects.requireNonNull(on.interval()).low()).isLessThan(1);
        assertThat(on.interval().high()).isGreaterThan(1);
        assertThat(effect(analysis, Factor.PATH, "pod-to-native", "all").ratio())
                .isCloseTo(Math.sqrt(POD_OFF_RATIO), within(0.02));
    }

    @Test
    void findingsSayTheLargestEffectFirstAndWhatCouldNotBeShown() {
        RunAnalysis analysis = analyze(planted(10));
        List<String> effects = texts(analysis, "effect");
        assertThat(effects.get(0))
                .startsWith("All else equal, offload=off moves ")
                .contains(" less than offload=on (95 % interval ", ", 10 blocks)");
        assertThat(effects.get(1))
                .matches("With offload=off, pod-to-native moves 3[789] % less than native-to-native "
                        + "\\(95 % interval \\d+–\\d+ %, 10 blocks\\); the core with the most softirq then spends "
                        + "57 % of its time in softirq \\(40 % with native-to-native\\)\\.");
        assertThat(effects)
                .anyMatch(t -> t.startsWith("With offload=on, no difference could be shown between pod-to-native and"));
        assertThat(String.join(" ", effects)).doesNotContain("no difference between");
        assertThat(texts(analysis, "budget").get(0))
                .startsWith("In the slowest combination (path=pod-to-native ")
                .contains("offload=off", "Gbit/s", "inline softirq", "; in the fastest (");
        assertThat(analysis.findings()).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void associationsAreHeldWithinPathAndOffload() {
        RunAnalysis analysis = analyze(planted(10));
        Association within = analysis.associations().stream()
                .filter(a -> a.scope().equals("path=pod-to-native offload=off")
                        && a.metric().equals("softirq_share_max"))
                .findFirst()
                .orElseThrow();
        assertThat(within.n()).isEqualTo(20);
        assertThat(Objects.requireNonNull(within.pValue()))
                .isLessThanOrEqualTo(Objects.requireNonNull(within.adjustedPValue()));
        Association competitor = analysis.associations().stream()
                .filter(a -> a.metric().equals("competitor_share_max"))
                .findFirst()
                .orElseThrow();
        assertThat(competitor.scope()).isEqualTo("all");
        assertThat(competitor.n()).isEqualTo(80);
        assertThat(competitor.spearman()).isNull();
        assertThat(competitor.note()).isEqualTo("one of the two is constant");
        assertThat(analysis.associations()).hasSize(5 * 4);
    }

    @Test
    void aPlantedAssociationIsSaidWithoutCausalWords() {
        Random random = new Random(4);
        SyntheticRun run = new SyntheticRun(1)
                .vary(Factor.CLIENT_CORE, "0", "1", "2", "3")
                .blocks(10, planned -> {
                    double softirq = 0.2 + 0.4 * random.nextDouble();
                    return done(planned, metrics(1e10 * (1 - softirq) + 1e7 * random.nextGaussian(), softirq, 0));
                });
        List<String> sentences = texts(analyze(run), "association");
        assertThat(sentences.get(0))
                .startsWith("Goodput goes with the softirq share of the busiest core, one falling as the other rises "
                        + "(Spearman -1.00, 95 % interval ")
                .contains("40 trials, adjusted p under 0.001")
                .doesNotContain("because");
    }

    @Test
    void theSameRunGivesTheSameAnalysisWhateverTheOrderOfRecords() {
        SyntheticRun run = planted(6);
        List<TrialRecord> reversed = new ArrayList<>(run.trials());
        Collections.reverse(reversed);
        assertThat(new Analyzer().analyze(run.manifest(), reversed)).isEqualTo(analyze(run));
    }

    @Test
    void combinationsComeInTheOrderOfTheirCrossProduct() {
        RunAnalysis analysis = analyze(new SyntheticRun(3)
                .vary(Factor.MSS, "1448", "536", "88", "default")
                .vary(Factor.PATH, "pod-to-pod", "native-to-native")
                .blocks(2, planned -> done(planned, metrics(1e9, 0.1, 0))));
        assertThat(analysis.varied()).containsExactly(Factor.PATH, Factor.MSS);
        assertThat(analysis.combinations())
                .extracting(c -> c.levels().describe(f -> f == Factor.PATH || f == Factor.MSS))
                .containsExactly(
                        "path=native-to-native mss=default",
                        "path=native-to-native mss=88",
                        "path=native-to-native mss=536",
                        "path=native-to-native mss=1448",
                        "path=pod-to-pod mss=default",
                        "path=pod-to-pod mss=88",
                        "path=pod-to-pod mss=536",
                        "path=pod-to-pod mss=1448");
    }

    @Test
    void aSummaryHasMedianIntervalVariationAndOutliers() {
        double[] goodputs = {1e9, 2e9, 3e9, 4e9, 100e9, 2.5e9};
        RunAnalysis analysis = analyze(new SyntheticRun(3)
                .blocks(6, planned -> done(planned, metrics(goodputs[planned.block() - 1], 0.1, 0))));
        CombinationSummary combination = analysis.combinations().get(0);
        Summary goodput = Objects.requireNonNull(combination.goodputBps());
        assertThat(goodput.n()).isEqualTo(6);
        assertThat(goodput.median()).isEqualTo(2.75e9);
        assertThat(goodput.outliers()).isEqualTo(1);
        assertThat(goodput.fewBlocks()).isFalse();
        assertThat(Objects.requireNonNull(goodput.medianInterval()).low()).isBetween(1e9, 2.75e9);
        assertThat(combination.softirqShareMax()).isEqualTo(0.1);
        assertThat(combination.softirqShareStandardError()).as("of one trial").isEqualTo(0.01);
        assertThat(combination.cpuSecondsPerGigabyteStandardError()).isEqualTo(0.03);
        assertThat(combination.budgets()).singleElement().satisfies(budget -> {
            BudgetErrors errors = Objects.requireNonNull(budget.standardErrors());
            assertThat(errors.inlineSoftirq()).as("of a mean of six").isCloseTo(0.01 / Math.sqrt(6), within(1e-12));
            assertThat(errors.idle()).isCloseTo(0.008 / Math.sqrt(6), within(1e-12));
            assertThat(errors.hardIrq()).isNull();
        });
        assertThat(texts(analysis, "caution"))
                .contains("1 of 6 usable trials are outliers of their combination; they are kept.");
    }

    @Test
    void aBlockThatLacksAPairDoesNotShiftTheEffect() {
        // path costs half with mss 88 and nothing with 1448; in block 3 the pair of mss 88 is lost
        SyntheticRun run = new SyntheticRun(3)
                .vary(Factor.PATH, "native-to-native", "pod-to-pod")
                .vary(Factor.MSS, "88", "1448")
                .blocks(3, planned -> {
                    boolean small = planned.levels().get(Factor.MSS).equals("88");
                    boolean pod = planned.levels().get(Factor.PATH).equals("pod-to-pod");
                    return small && pod && planned.block() == 3
                            ? failed(planned, "lost")
                            : done(planned, metrics(small && pod ? 0.5e9 : 1e9, 0.1, 0));
                });
        Effect path = effect(analyze(run), Factor.PATH, "pod-to-pod", "all");
        assertThat(path.ratio()).isCloseTo(Math.sqrt(0.5), within(1e-9));
        assertThat(Objects.requireNonNull(path.interval()).low()).isCloseTo(Math.sqrt(0.5), within(1e-9));
        assertThat(path.pairs()).isEqualTo(5);
    }

    @Test
    void aRunWithoutTrialsSaysSo() {
        RunAnalysis analysis =
                analyze(new SyntheticRun(1).vary(Factor.MSS, "88", "536").blocks(3, planned -> null));
        assertThat(analysis.planned()).isEqualTo(6);
        assertThat(analysis.recorded()).isZero();
        assertThat(analysis.combinations()).hasSize(2).allMatch(c -> c.goodputBps() == null && c.planned() == 3);
        assertThat(analysis.effects()).isEmpty();
        assertThat(analysis.findings())
                .extracting(Finding::text)
                .containsExactly(
                        "No trial of this run can be used: nothing can be said of throughput.",
                        "6 of 6 planned trials have no record: the run is not complete.");
    }

    @Test
    void failedAndInvalidTrialsStayInTheDenominatorAndSayWhy() {
        SyntheticRun run = new SyntheticRun(1).blocks(10, planned -> switch (planned.block()) {
            case 1, 2 -> failed(planned, "iperf3: error -\n unable to\u001b[31m connect");
            case 3 -> failed(planned, "timed out");
            case 4 -> invalid(planned, metrics(9e9, 0.1, 0), "server ran on CPU 0.", "steal of 9 %");
            default -> done(planned, metrics(1e9 + planned.block(), 0.1, 0));
        });
        RunAnalysis analysis = analyze(run);
        assertThat(analysis.failed()).isEqualTo(3);
        assertThat(analysis.invalid()).isEqualTo(1);
        CombinationSummary combination = analysis.combinations().get(0);
        assertThat(combination.planned()).isEqualTo(10);
        assertThat(combination.done()).isEqualTo(7);
        assertThat(Objects.requireNonNull(combination.goodputBps()).n()).isEqualTo(6);
        assertThat(analysis.findings().get(0).text())
                .isEqualTo("3 of 10 trials failed or timed out, most often (2) because: "
                        + "iperf3: error - unable to [31m connect.");
        assertThat(analysis.findings().get(1).text())
                .isEqualTo("1 of 10 trials are invalid, most often (1) because: server ran on CPU 0.");
    }

    @Test
    void whenAllTrialsFailedNothingElseIsSaid() {
        RunAnalysis analysis = analyze(new SyntheticRun(1)
                .vary(Factor.OFFLOAD, "on", "off")
                .blocks(2, planned -> failed(planned, "no route")));
        assertThat(analysis.effects()).isEmpty();
        assertThat(analysis.associations()).allMatch(a -> a.spearman() == null && a.note() != null);
        assertThat(analysis.findings()).hasSize(2).allMatch(f -> f.kind().equals("caution"));
    }

    @Test
    void oneBlockHasNoIntervalsAndShowsNoEffect() {
        RunAnalysis analysis = analyze(planted(1));
        assertThat(analysis.effects()).isNotEmpty().allMatch(e -> e.interval() == null && e.blocks() == 1);
        assertThat(analysis.combinations())
                .allMatch(c -> Objects.requireNonNull(c.goodputBps()).medianInterval() == null)
                .allMatch(c -> Objects.requireNonNull(c.goodputBps()).fewBlocks());
        assertThat(texts(analysis, "effect"))
                .isNotEmpty()
                .allMatch(t -> t.endsWith("in the only block that has both; one block shows nothing more."));
        assertThat(texts(analysis, "caution"))
                .contains("Only one block has usable trials: there is no interval, and no effect can be shown.");
    }

    @Test
    void fewBlocksAreSaidToBeFew() {
        RunAnalysis analysis = analyze(planted(4));
        assertThat(texts(analysis, "caution"))
                .contains("With 4 blocks the interval of a median covers at most 88 %, and that of an effect rests on "
                        + "Student's t; take 6 blocks or more.");
        Effect path = effect(analysis, Factor.PATH, "pod-to-native", "offload=off");
        assertThat(Objects.requireNonNull(path.interval()).method())
                .isEqualTo("Student's t over 4 blocks, too few to resample");
        assertThat(path.ratio())
                .isBetween(path.interval().low(), path.interval().high());
    }

    @Test
    void superPacketsAndStealAreCalledWhatTheyAre() {
        RunAnalysis analysis = analyze(new SyntheticRun(1)
                .vary(Factor.MSS, "536", "1448")
                .blocks(
                        6,
                        planned -> done(
                                planned, metrics(1e9, 0.1, 0, 41_000, planned.block() == 2 ? 0.034 : 0, List.of()))));
        assertThat(texts(analysis, "caution"))
                .contains(
                        "In 12 of 12 usable trials packets were super-packets: a median of 41.0 kB each, far above "
                                + "the segment size; levels of mss there hardly change the number of packets.",
                        "In 2 of 12 usable trials the hypervisor took more than 1 % of a core (at most 3.4 %).");
    }

    @Test
    void anIntervalOfAMedianHasTheLevelThatItsBlocksCanReach() {
        Interval few = Objects.requireNonNull(medianInterval(3));
        assertThat(few.level()).isEqualTo(0.75);
        assertThat(few.method()).endsWith(", 3 blocks cover at most 75 %");
        assertThat(Objects.requireNonNull(medianInterval(5)).level()).isEqualTo(0.9375);
        Interval enough = Objects.requireNonNull(medianInterval(6));
        assertThat(enough.level()).isEqualTo(0.95);
        assertThat(enough.method()).isEqualTo("BCa bootstrap over blocks, B=9999");
    }

    private static @Nullable Interval medianInterval(int blocks) {
        RunAnalysis analysis = analyze(new SyntheticRun(3)
                .blocks(blocks, planned -> done(planned, metrics(1e9 + 1e7 * planned.block(), 0.1, 0))));
        return Objects.requireNonNull(analysis.combinations().get(0).goodputBps())
                .medianInterval();
    }

    @Test
    void trialsThatMovedNothingEnterMediansButNotRatios() {
        RunAnalysis analysis = analyze(new SyntheticRun(1)
                .vary(Factor.OFFLOAD, "on", "off")
                .blocks(
                        3,
                        planned -> done(
                                planned,
                                metrics(planned.levels().get(Factor.OFFLOAD).equals("off") ? 0 : 1e9, 0.1, 0))));
        assertThat(analysis.effects()).isEmpty();
        assertThat(analysis.combinations())
                .extracting(c -> Objects.requireNonNull(c.goodputBps()).median())
                .containsExactly(1e9, 0.0);
        assertThat(texts(analysis, "caution")).anyMatch(t -> t.startsWith("3 of 6 usable trials moved nothing"));
    }

    @Test
    void thousandsOfTrialsTakeSeconds() {
        Random random = new Random(1);
        SyntheticRun run = new SyntheticRun(2)
                .vary(Factor.PATH, "native-to-native", "pod-to-native", "pod-to-pod")
                .vary(Factor.CLIENT_CORE, "0", "1", "2", "3")
                .vary(Factor.OFFLOAD, "on", "off")
                .blocks(
                        208,
                        planned -> done(
                                planned,
                                metrics(1e9 * Math.exp(0.1 * random.nextGaussian()), 0.6 * random.nextDouble(), 0)));
        long before = System.nanoTime();
        RunAnalysis analysis = analyze(run);
        assertThat(analysis.recorded()).isEqualTo(4992);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    }
}
