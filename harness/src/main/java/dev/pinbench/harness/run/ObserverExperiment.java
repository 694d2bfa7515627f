package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.plan.Plan;
import dev.pinbench.harness.plan.Planner;
import dev.pinbench.harness.plan.Shuffler;
import dev.pinbench.harness.profile.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What measuring costs the thing measured: each block has, in random order, a trial as every run has it (but for the
 * writing of its record) and twice the same traffic with nobody looking. The two bare ones are the A/A control: what differs
 * between them is the machine. Each of the six orders comes once in every six blocks, so that no arm has the better place.
 */
public final class ObserverExperiment {

    /** Blocks that are thrown away at the begin, while the virtual machine still compiles. */
    static final int WARM_UP_BLOCKS = 2;

    private static final int TRIALS_A_BLOCK = Arm.values().length;

    private enum Arm {
        SAMPLED("sampled"),
        BARE("bare"),
        BARE_AGAIN("bare-again");

        private final String label;

        Arm(String label) {
            this.label = label;
        }
    }

    /** The orders of so many blocks: permutations of the six that there are, one after the other. */
    static List<List<String>> orders(int blocks, long seed) {
        return armOrders(blocks, seed).stream()
                .map(order -> order.stream().map(arm -> arm.label).toList())
                .toList();
    }

    private static List<List<Arm>> armOrders(int blocks, long seed) {
        List<List<Arm>> each = new ArrayList<>();
        for (Arm first : Arm.values()) {
            for (Arm second : Arm.values()) {
                for (Arm third : Arm.values()) {
                    if (first != second && second != third && first != third) {
                        each.add(List.of(first, second, third));
                    }
                }
            }
        }
        Shuffler shuffler = new Shuffler(seed);
        List<List<Arm>> orders = new ArrayList<>();
        while (orders.size() < blocks) {
            orders.addAll(shuffler.permutation(each));
        }
        return List.copyOf(orders.subList(0, blocks));
    }

    /** Hears how far the experiment is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A trial has ended.
         *
         * @param done trials so far, those of the warm-up among them
         * @param all trials in all
         * @param nanosPerTrial mean time that each took, ns
         */
        void trial(int done, int all, long nanosPerTrial);
    }

    /**
     * What was measured.
     *
     * @param blocks all of them, also those with failed trials
     * @param problems what was wrong with failed and invalid trials, one sentence each
     */
    public record Result(List<ObserverBlock> blocks, List<String> problems) {

        public Result {
            blocks = List.copyOf(blocks);
            problems = List.copyOf(problems);
        }
    }

    private record Measured(
            @Nullable Double goodputBps, @Nullable Double harnessShareMax, List<String> problems) {}

    private final Profile profile;
    private final HostFacts host;
    private final boolean rootless;
    private final Progress progress;

    /**
     * An experiment on one combination.
     *
     * @param profile has exactly one combination on this machine; its blocks are those of the experiment
     * @param host the machine
     * @param rootless whether the lab is to be made in a user namespace
     */
    public ObserverExperiment(Profile profile, HostFacts host, boolean rootless, Progress progress) {
        this.profile = profile;
        this.host = host;
        this.rootless = rootless;
        this.progress = progress;
    }

    /**
     * Measures every block.
     *
     * @throws IOException if the lab cannot be made, or a kernel file cannot be opened
     */
    public Result measure() throws IOException, InterruptedException {
        Plan plan = Planner.plan(profile, host.cpus(), Datapaths.mtuLimits());
        if (plan.combinations().size() != 1) {
            throw new IllegalArgumentException("expected one combination, got " + plan.combinations());
        }
        List<Integer> online = host.cpus().stream().map(CpuTopology::cpu).toList();
        PlannedTrial trial = plan.trials().get(0);
        TrialSettings settings = TrialSettings.of(trial.levels(), profile, online);
        try (HostChanges machine = new HostChanges(HostChanges.FOLDER);
                Lab lab = Lab.open(rootless);
                Housekeeping housekeeping = new Housekeeping(online)) {
            // As on a terminal, where throughput is shown while it is measured.
            ReceiveRate shown = new ReceiveRate();
            try (TrialRunner runner = new TrialRunner(lab, profile, host, machine, housekeeping, shown::update)) {
                runner.prepare(List.of(trial));
                housekeeping.moveTo(housekeeping.choose(settings.measuredCores(), settings.receiverCore()));
                BareTrial bare = new BareTrial(lab.topology(settings.topology()), settings);
                return measure(runner, trial, bare);
            }
        }
    }

    private Result measure(TrialRunner runner, PlannedTrial trial, BareTrial bare)
            throws IOException, InterruptedException {
        List<List<Arm>> orders = armOrders(profile.blocks(), profile.seed());
        int all = (WARM_UP_BLOCKS + profile.blocks()) * TRIALS_A_BLOCK;
        int done = 0;
        long begin = System.nanoTime();
        List<ObserverBlock> blocks = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int block = 1 - WARM_UP_BLOCKS; block <= profile.blocks(); block++) {
            Map<Arm, Measured> arms = new EnumMap<>(Arm.class);
            List<Arm> order = orders.get(Math.max(0, block - 1));
            for (Arm arm : order) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                arms.put(arm, arm == Arm.SAMPLED ? sampled(runner.run(trial).record()) : bare(bare));
                done++;
                progress.trial(done, all, (System.nanoTime() - begin) / done);
            }
            if (block >= 1) {
                blocks.add(block(block, order, arms, problems));
            }
        }
        return new Result(blocks, problems);
    }

    private static ObserverBlock block(int block, List<Arm> order, Map<Arm, Measured> arms, List<String> problems) {
        arms.forEach((arm, measured) -> measured.problems()
                .forEach(problem -> problems.add("block " + block + ", "
                        + (arm == Arm.SAMPLED ? "with sampling: " : "without sampling: ") + problem)));
        Measured sampled = arms.get(Arm.SAMPLED);
        Measured first = arms.get(Arm.BARE);
        Measured second = arms.get(Arm.BARE_AGAIN);
        if (sampled == null || first == null || second == null) {
            throw new IllegalStateException("block " + block + " lacks a trial: " + arms.keySet());
        }
        return new ObserverBlock(
                block,
                order.stream().map(arm -> arm.label).toList(),
                sampled.goodputBps(),
                first.goodputBps(),
                second.goodputBps(),
                sampled.harnessShareMax());
    }

    /** An invalid trial counts: it could not be told from a valid one if nobody had looked. */
    private static Measured sampled(TrialRecord record) {
        List<String> problems = new ArrayList<>();
        if (record.error() != null) {
            problems.add(record.error());
        } else {
            record.invalidReasons().forEach(reason -> problems.add("counted, though invalid: " + reason));
        }
        return new Measured(record.metrics().goodputBps(), record.metrics().harnessShareMax(), problems);
    }

    private static Measured bare(BareTrial bare) throws IOException, InterruptedException {
        BareTrial.Outcome outcome = bare.run();
        return new Measured(outcome.goodputBps(), null, outcome.error() == null ? List.of() : List.of(outcome.error()));
    }
}
