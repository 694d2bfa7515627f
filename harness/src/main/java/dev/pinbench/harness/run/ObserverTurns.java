package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.sampling.Sampler;
import dev.pinbench.harness.sampling.SamplerConfig;
import dev.pinbench.harness.traffic.Traffic;
import dev.pinbench.harness.traffic.TrafficException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What sampling does to a connection that goes on: the sampler runs, or not, in turns of two frames' time, three to a block.
 * What else makes one trial differ from the next, of the connection and of a machine that others use too, is left out to a
 * large part, so that far smaller effects show than between trials in the same time.
 *
 * <p>What it cannot see: what Pinbench does in a trial before the measured window, and what the sampler does only after its first
 * third of a second: to read all of its own threads once a second.
 */
final class ObserverTurns {
    /** The connection is up, and has its window. */
    private static final long WARM_UP_NANOS = 1_000_000_000;

    /** In a turn of a fifth of a second, half a thousandth at most. */
    private static final long SHARP_NANOS = 100_000;

    private static final int MOST_READINGS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BITS_PER_BYTE = 8;
    private static final int SHOWN_IN_TURNS = 2;

    private final TrialSampling sampling;
    private final Place place;
    private final TrialSettings settings;
    private final SamplerConfig config;
    private final LabEndpoint receiver;
    private final Path receivedBytes;
    private final LiveView shown;
    private final ObserverExperiment.Turns turns;
    private int sampledTurns;

    /** What had arrived, and when. */
    private record Reading(long bytes, long nanos) {}

    /**
     * @param settings of the trial whose traffic it is; its length is that of the turns
     * @param shown what looks at traffic in a sampled trial
     */
    ObserverTurns(
            TrialSampling sampling,
            Place place,
            TrialSettings settings,
            int own,
            LiveView shown,
            ObserverExperiment.Turns turns) {
        this.sampling = sampling;
        this.place = place;
        this.settings = settings;
        this.config = sampling.config(settings, place, OptionalInt.of(own));
        this.receiver = settings.traffic().reverse() ? place.client() : place.server();
        this.receivedBytes =
                receiver.namespace().statistics(receiver.interfaceName()).resolve("rx_bytes");
        this.shown = shown;
        this.turns = turns;
    }

    /** How long a connection takes, ns. */
    static long nanos(ObserverExperiment.Turns turns) {
        long blockNanos = Arm.values().length * (turns.settleNanos() + turns.nanos());
        return WARM_UP_NANOS + turns.blocksEach() * blockNanos;
    }

    /**
     * Measures one connection.
     *
     * @param orders of the turns of each block
     * @param problems is told why it could not be measured
     * @throws IOException if a kernel file cannot be opened
     */
    ObserverConnection connection(int number, List<List<Arm>> orders, List<String> problems)
            throws IOException, InterruptedException {
        // twice as long as it should take: it is ended, and must not end before
        int seconds = (int) Math.ceil(2 * nanos(turns) / NANOS_PER_SECOND);
        try (Traffic traffic =
                new Traffic(place.client(), place.server(), settings.traffic().lasting(seconds), place.firstPort())) {
            traffic.startServers(settings.serverCore());
            traffic.startClients(settings.clientCore());
            await(System.nanoTime() + WARM_UP_NANOS);
            List<ObserverBlock> blocks = new ArrayList<>();
            for (List<Arm> order : orders) {
                blocks.add(block(blocks.size() + 1, order, traffic));
            }
            if (traffic.clientsRun()) {
                return new ObserverConnection(number, blocks);
            }
            problems.add("connection " + number + ": iperf3 ended before it was told to"
                    + said(traffic.clientReports().get(0).error()));
        } catch (TrafficException | CommandException e) {
            problems.add("connection " + number + ": " + e.getMessage());
        }
        return new ObserverConnection(number, List.of());
    }

    private static String said(@Nullable String error) {
        return error == null ? "" : ": " + error;
    }

    private ObserverBlock block(int number, List<Arm> order, Traffic traffic) throws IOException, InterruptedException {
        Map<Arm, Double> bps = new EnumMap<>(Arm.class);
        for (Arm arm : order) {
            bps.put(arm, turn(arm, traffic));
        }
        return new ObserverBlock(
                number, Arm.labels(order), bps.get(Arm.SAMPLED), bps.get(Arm.BARE), bps.get(Arm.BARE_AGAIN), null);
    }

    private double turn(Arm arm, Traffic traffic) throws IOException, InterruptedException {
        long settled = System.nanoTime() + turns.settleNanos();
        try (Sampler sampler = arm == Arm.SAMPLED ? sampling.start(config) : null) {
            if (sampler != null) {
                traffic.serverPids().forEach(pid -> sampler.watch(TaskRole.SERVER, pid));
                traffic.clientPids().forEach(pid -> sampler.watch(TaskRole.CLIENT, pid));
            }
            await(settled);
            Reading from = read();
            if (sampler != null && sampledTurns++ % SHOWN_IN_TURNS == 0) {
                await(from.nanos() + turns.nanos() / 2);
                shown.update(receiver);
            }
            await(from.nanos() + turns.nanos());
            Reading to = read();
            if (sampler != null) {
                sampler.stop(); // fails if it died
            }
            return (to.bytes() - from.bytes()) * BITS_PER_BYTE * NANOS_PER_SECOND / (to.nanos() - from.nanos());
        }
    }

    /** What arrived so far, and when that was: again, if somebody took the core meanwhile. */
    private Reading read() throws IOException {
        long begin = System.nanoTime();
        long bytes = Long.parseLong(Files.readString(receivedBytes).strip());
        long end = System.nanoTime();
        for (int i = 1; i < MOST_READINGS && end - begin > SHARP_NANOS; i++) {
            begin = System.nanoTime();
            bytes = Long.parseLong(Files.readString(receivedBytes).strip());
            end = System.nanoTime();
        }
        return new Reading(bytes, begin + (end - begin) / 2);
    }

    private static void await(long deadline) throws InterruptedException {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(left);
        }
    }
}
