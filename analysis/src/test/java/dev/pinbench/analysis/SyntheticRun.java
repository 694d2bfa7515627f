package dev.pinbench.analysis;

import dev.pinbench.analysis.results.BudgetErrors;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.StandardErrors;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.results.TrialTiming;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** A run that was never measured: combinations, shuffled in blocks as a plan is, and records made from them. */
final class SyntheticRun {

    private final List<Levels> combinations = new ArrayList<>();
    private final List<TrialRecord> trials = new ArrayList<>();
    private final List<PlannedTrial> plan = new ArrayList<>();
    private final Random random;

    SyntheticRun(long seed) {
        random = new Random(seed);
    }

    static Levels levels() {
        Map<Factor, String> levels = new EnumMap<>(Factor.class);
        levels.put(Factor.PATH, "native-to-native");
        levels.put(Factor.DATAPATH, "bridge");
        levels.put(Factor.CLIENT_CORE, "0");
        levels.put(Factor.SERVER_CORE, "1");
        levels.put(Factor.SOFTIRQ_CORE, "default");
        levels.put(Factor.MSS, "default");
        levels.put(Factor.OFFLOAD, "on");
        levels.put(Factor.COMPETITOR, "none");
        levels.put(Factor.STREAMS, "1");
        levels.put(Factor.PROTOCOL, "tcp");
        return new Levels(levels);
    }

    SyntheticRun vary(Factor factor, String... levels) {
        List<Levels> before = combinations.isEmpty() ? List.of(levels()) : List.copyOf(combinations);
        combinations.clear();
        before.forEach(combination -> {
            for (String level : levels) {
                combinations.add(combination.with(factor, level));
            }
        });
        return this;
    }

    SyntheticRun blocks(int blocks, Function<PlannedTrial, @Nullable TrialRecord> measure) {
        if (combinations.isEmpty()) {
            combinations.add(levels());
        }
        for (int block = 1; block <= blocks; block++) {
            List<Levels> shuffled = new ArrayList<>(combinations);
            Collections.shuffle(shuffled, random);
            for (int order = 1; order <= shuffled.size(); order++) {
                PlannedTrial planned = new PlannedTrial(plan.size() + 1, block, order, shuffled.get(order - 1));
                plan.add(planned);
                TrialRecord record = measure.apply(planned);
                if (record != null) {
                    trials.add(record);
                }
            }
        }
        return this;
    }

    RunManifest manifest() {
        HostFacts host = new HostFacts(
                null, null, "6.18.0", "x86_64", null, null, null, List.of(), 250, false, null, null, null, null, null);
        return new RunManifest(
                1,
                "0.1.0",
                "synthetic",
                null,
                "2026-11-20T12:00:00Z",
                RunStatus.DONE,
                JsonNodeFactory.instance.objectNode(),
                "",
                42,
                plan.size(),
                10,
                2,
                10,
                plan,
                host,
                Map.of(),
                false,
                List.of(),
                List.of());
    }

    List<TrialRecord> trials() {
        return List.copyOf(trials);
    }

    static TrialRecord done(PlannedTrial planned, TrialMetrics metrics) {
        return record(planned, TrialStatus.DONE, null, List.of(), metrics);
    }

    static TrialRecord failed(PlannedTrial planned, String error) {
        return record(planned, TrialStatus.FAILED, error, List.of(), TrialMetrics.unknown());
    }

    static TrialRecord invalid(PlannedTrial planned, TrialMetrics metrics, String... reasons) {
        return record(planned, TrialStatus.DONE, null, List.of(reasons), metrics);
    }

    /** The record as a run without warm-up leaves it: no segment size was read. */
    static TrialRecord withoutWarmUp(TrialRecord trial, String... flags) {
        TrialMetrics m = trial.metrics();
        TrialMetrics metrics = new TrialMetrics(
                m.goodputBps(),
                m.interfaceRxBps(),
                m.retransmits(),
                m.udpLostShare(),
                null,
                m.bytesPerPacket(),
                m.cpuSecondsPerGigabyte(),
                m.clientCoreSoftirqShare(),
                m.serverCoreSoftirqShare(),
                m.softirqShareMax(),
                m.softirqShareSource(),
                m.softirqShareStandardError(),
                m.ksoftirqdRunShareMax(),
                m.ksoftirqdWaitShareMax(),
                m.netRxPerSecond(),
                m.softnetProcessedPerSecond(),
                m.softnetDropped(),
                m.softnetSqueezed(),
                m.competitorShareMax(),
                m.iperf3WaitShareMax(),
                m.stealShareMax(),
                m.harnessShareMax(),
                m.harnessShares(),
                m.standardErrors(),
                m.framesInWindow(),
                m.frameGaps(),
                m.budgets(),
                m.napiThreadRunShareMax(),
                m.runTimeSource());
        return new TrialRecord(
                1,
                trial.trial(),
                trial.block(),
                trial.order(),
                trial.levels(),
                trial.status(),
                trial.error(),
                trial.valid(),
                trial.invalidReasons(),
                List.of(flags),
                trial.placement(),
                trial.receiver(),
                trial.readBack(),
                trial.timing(),
                metrics,
                trial.commands());
    }

    static TrialRecord record(
            PlannedTrial planned,
            TrialStatus status,
            @Nullable String error,
            List<String> invalidReasons,
            TrialMetrics metrics) {
        return new TrialRecord(
                1,
                planned.trial(),
                planned.block(),
                planned.order(),
                planned.levels(),
                status,
                error,
                status == TrialStatus.DONE && invalidReasons.isEmpty(),
                invalidReasons,
                List.of(),
                List.of(),
                null,
                Map.of(),
                new TrialTiming("2026-11-20T12:00:00Z", 1, 1, null, null),
                metrics,
                List.of());
    }

    private static final BudgetErrors BUDGET_ERRORS = new BudgetErrors(0.01, null, 0.02, 4e-4, 0.008);

    /** Metrics with a budget of core 1 in which softirq is split between inline and ksoftirqd. */
    static TrialMetrics metrics(double goodputBps, double softirqShare, double ksoftirqdShare) {
        BudgetShares budget = new BudgetShares(
                1,
                0.3,
                ksoftirqdShare,
                softirqShare - ksoftirqdShare,
                null,
                0,
                0.02,
                0,
                0,
                0.68 - softirqShare,
                BUDGET_ERRORS,
                null);
        return metrics(goodputBps, softirqShare, ksoftirqdShare, 1500, 0, List.of(budget));
    }

    static TrialMetrics metrics(
            double goodputBps,
            double softirqShare,
            double ksoftirqdShare,
            double bytesPerPacket,
            double stealShare,
            List<BudgetShares> budgets) {
        return metrics(
                goodputBps,
                softirqShare,
                ksoftirqdShare,
                bytesPerPacket,
                stealShare,
                budgets,
                List.of(new CoreShare(0, 0.001), new CoreShare(1, 0.02)));
    }

    static TrialMetrics metrics(
            double goodputBps,
            double softirqShare,
            double ksoftirqdShare,
            double bytesPerPacket,
            double stealShare,
            List<BudgetShares> budgets,
            @Nullable List<CoreShare> harnessShares) {
        return new TrialMetrics(
                goodputBps,
                goodputBps * 1.04,
                0L,
                null,
                1448,
                bytesPerPacket,
                1.5,
                softirqShare,
                softirqShare,
                softirqShare,
                "tick",
                0.01,
                ksoftirqdShare,
                0.0,
                1000.0,
                1000.0,
                0L,
                0L,
                0.0,
                0.02,
                stealShare,
                0.02,
                harnessShares,
                new StandardErrors(0.01, 0.01, 4e-4, 0.03),
                80,
                0,
                budgets,
                null,
                null);
    }
}
