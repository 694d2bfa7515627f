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
 * Afterwards the same three take {@linkplain ObserverTurns turns} within connections that go on.
 */
public final class ObserverExperiment {

    /** Blocks that are thrown away at the begin, while the virtual machine still compiles. */
    static final int WARM_UP_BLOCKS = 2;

    private static final int TRIALS_A_BLOCK = Arm.values().length;

    /** Hears how far the experiment is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A trial has ended, or a connection.
         *
         * @param done so far, trials of the warm-up among them
         * @param all trials and connections
         * @param nanosLeft how long the others will take if they take what these took, ns
         */
        void done(int done, int all, long nanosLeft);
    }

    /**
     * What was measured.
     *
     * @param blocks all of them, also those with failed trials
     * @param nanosPerTrial mean time that each trial took, orchestration included, ns
     * @param connections all of them, also those that failed
     * @param problems what was wrong with failed and invalid trials and with connections, one sentence each
     */
    public record Result(
            List<ObserverBlock> blocks,
            long nanosPerTrial,
            List<ObserverConnection> connections,
            List<String> problems) {

        public Result {
            blocks = List.copyOf(blocks);
            connections = List.copyOf(connections);
            problems = List.copyOf(problems);
        }
    }

    private record Measured(
            @Nullable Double goodputBps, @Nullable Double harnessShareMax, List<String> problems) {}

    private final Profile profile;
    private final HostFacts host;
    private final boolean rootless;
    private final Turns turns;
    private final Progress progress;

    /**
     * How sampling takes turns within connections.
     *
     * @param connections how many of them, from 0 on
     * @param blocksEach blocks of three turns in each; a multiple of 6 has each order equally often
     * @param nanos length of a turn, as far as it counts: whole periods of sampling
     * @param settleNanos from the begin of a turn to there: the sampler has opened its files by then. Half a period more than
     *     whole ones, so that a frame in time lies neither where it begins nor where it ends
     */
    public record Turns(int connections, int blocksEach, long nanos, long settleNanos) {}

    /**
     * An experiment on one combination.
     *
     * @param profile has exactly one combination on this machine; its blocks are those of the experiment
     * @param host the machine
     * @param rootless whether the lab is to be made in a user namespace
     */
    public ObserverExperiment(Profile profile, HostFacts host, boolean rootless, Turns turns, Progress progress) {
        this.profile = profile;
        this.turns = turns;
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
            Shuffler shuffler = new Shuffler(profile.seed());
            Count count = new Count();
            List<String> problems = new ArrayList<>();
            List<ObserverBlock> blocks;
            int own = housekeeping.choose(settings.measuredCores(), settings.receiverCore());
            try (TrialRunner runner = new TrialRunner(lab, profile, host, machine, housekeeping, shown::update)) {
                runner.prepare(List.of(trial));
                housekeeping.moveTo(own);
                BareTrial bare = new BareTrial(lab.topology(settings.topology()), settings);
                blocks = trials(runner, trial, bare, Arm.orders(profile.blocks(), shuffler), count, problems);
            }
            long nanosPerTrial = count.nanosPerTrial();
            List<ObserverConnection> connections = List.of();
            if (turns.connections() > 0) {
                try (TrialSampling sampling = new TrialSampling(lab, profile)) {
                    Place place = new Places(lab, profile, machine).of(settings);
                    ObserverTurns observer = new ObserverTurns(sampling, place, settings, own, shown::update, turns);
                    connections = connections(observer, shuffler, count, problems);
                }
            }
            return new Result(blocks, nanosPerTrial, connections, problems);
        }
    }

    /** How far it is. */
    private final class Count {
        private final int trials = (WARM_UP_BLOCKS + profile.blocks()) * TRIALS_A_BLOCK;
        private long begin;
        private int trialsDone;
        private int connectionsDone;
        private long trialsNanos;

        void begin() {
            begin = System.nanoTime();
        }

        long nanosPerTrial() {
            return trialsNanos / trialsDone;
        }

        void trial() {
            trialsDone++;
            trialsNanos = System.nanoTime() - begin;
            tell();
        }

        void connection() {
            connectionsDone++;
            tell();
        }

        private void tell() {
            long perConnection = connectionsDone == 0
                    ? ObserverTurns.nanos(turns)
                    : (System.nanoTime() - begin - trialsNanos) / connectionsDone;
            progress.done(
                    trialsDone + connectionsDone,
                    trials + turns.connections(),
                    (trials - trialsDone) * nanosPerTrial() + (turns.connections() - connectionsDone) * perConnection);
        }
    }

    private List<ObserverBlock> trials(
            TrialRunner runner,
            PlannedTrial trial,
            BareTrial bare,
            List<List<Arm>> orders,
            Count count,
            List<String> problems)
            throws IOException, InterruptedException {
        List<ObserverBlock> blocks = new ArrayList<>();
        count.begin();
        for (int block = 1 - WARM_UP_BLOCKS; block <= profile.blocks(); block++) {
            Map<Arm, Measured> arms = new EnumMap<>(Arm.class);
            List<Arm> order = orders.get(Math.max(0, block - 1));
            for (Arm arm : order) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                arms.put(arm, arm == Arm.SAMPLED ? sampled(runner.run(trial).record()) : bare(bare));
                count.trial();
            }
            if (block >= 1) {
                blocks.add(block(block, order, arms, problems));
            }
        }
        return blocks;
    }

    private List<ObserverConnection> connections(
            ObserverTurns observer, Shuffler shuffler, Count count, List<String> problems)
            throws IOException, InterruptedException {
        List<ObserverConnection> connections = new ArrayList<>();
        for (int number = 1; number <= turns.connections(); number++) {
            connections.add(observer.connection(number, Arm.orders(turns.blocksEach(), shuffler), problems));
            count.connection();
        }
        return connections;
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
                Arm.labels(order),
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
