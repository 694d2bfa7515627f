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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What sampling does to a connection that goes on: the sampler runs, or not, by turns of half a second in random order. What
 * else makes one trial differ from the next, of the connection and of a machine that others use too, is left out to a large
 * part, so that far smaller effects show than between trials in the same time.
 *
 * <p>What it cannot see: what Pinbench does in a trial before the measured window.
 */
final class ObserverTurns {
    /** The connection is up, and has its window. */
    private static final long WARM_UP_NANOS = 1_000_000_000;

    /** From the begin of a turn to where it counts: the sampler has opened its files by then. */
    private static final long SETTLE_NANOS = 150_000_000;

    /** In a turn of half a second, three tenths of a thousandth. */
    private static final long SHARP_NANOS = 150_000;

    private static final int MOST_READINGS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BITS_PER_BYTE = 8;
    private static final long SHOWN_NANOS = 500_000_000;

    private final TrialSampling sampling;
    private final Place place;
    private final TrialSettings settings;
    private final SamplerConfig config;
    private final LabEndpoint receiver;
    private final Path receivedBytes;
    private final LiveView shown;
    private final long turnNanos;

    /** Bytes that arrived, and in what time. */
    private static final class Total {
        private long bytes;
        private long nanos;

        void add(Reading from, Reading to) {
            bytes += to.bytes - from.bytes;
            nanos += to.nanos - from.nanos;
        }

        double bps() {
            return bytes * BITS_PER_BYTE * NANOS_PER_SECOND / nanos;
        }
    }

    private record Reading(long bytes, long nanos) {}

    /**
     * @param settings of the trial whose traffic it is; its length is that of the turns
     * @param shown what looks at traffic in a sampled trial
     */
    ObserverTurns(
            TrialSampling sampling, Place place, TrialSettings settings, int own, LiveView shown, long turnNanos) {
        this.sampling = sampling;
        this.place = place;
        this.settings = settings;
        this.config = sampling.config(settings, place, OptionalInt.of(own));
        this.receiver = settings.traffic().reverse() ? place.client() : place.server();
        this.receivedBytes =
                receiver.namespace().statistics(receiver.interfaceName()).resolve("rx_bytes");
        this.shown = shown;
        this.turnNanos = turnNanos;
    }

    /** How long a connection of so many turns takes, ns. */
    static long nanos(int turns, long turnNanos) {
        return WARM_UP_NANOS + turns * (SETTLE_NANOS + turnNanos);
    }

    /**
     * Measures one connection.
     *
     * @param number of the block that it is
     * @param orders of the turns
     * @param problems is told why it could not be measured
     * @throws IOException if a kernel file cannot be opened
     */
    ObserverBlock connection(int number, List<List<Arm>> orders, List<String> problems)
            throws IOException, InterruptedException {
        List<String> labels =
                orders.stream().flatMap(order -> Arm.labels(order).stream()).toList();
        // twice as long as it should take: it is ended, and must not end before
        int seconds = (int) Math.ceil(2 * nanos(labels.size(), turnNanos) / NANOS_PER_SECOND);
        try (Traffic traffic =
                new Traffic(place.client(), place.server(), settings.traffic().lasting(seconds), place.firstPort())) {
            traffic.startServers(settings.serverCore());
            traffic.startClients(settings.clientCore());
            await(System.nanoTime() + WARM_UP_NANOS);
            Map<Arm, Total> totals = new EnumMap<>(Arm.class);
            for (List<Arm> order : orders) {
                for (Arm arm : order) {
                    turn(arm, traffic, totals.computeIfAbsent(arm, any -> new Total()));
                }
            }
            if (traffic.clientsRun()) {
                return new ObserverBlock(
                        number,
                        labels,
                        bps(totals, Arm.SAMPLED),
                        bps(totals, Arm.BARE),
                        bps(totals, Arm.BARE_AGAIN),
                        null);
            }
            problems.add("connection " + number + ": iperf3 ended before it was told to"
                    + said(traffic.clientReports().get(0).error()));
        } catch (TrafficException | CommandException e) {
            problems.add("connection " + number + ": " + e.getMessage());
        }
        return new ObserverBlock(number, labels, null, null, null, null);
    }

    private static String said(@Nullable String error) {
        return error == null ? "" : ": " + error;
    }

    private static @Nullable Double bps(Map<Arm, Total> totals, Arm arm) {
        Total total = totals.get(arm);
        return total == null ? null : Double.valueOf(total.bps());
    }

    private void turn(Arm arm, Traffic traffic, Total total) throws IOException, InterruptedException {
        long settled = System.nanoTime() + SETTLE_NANOS;
        try (Sampler sampler = arm == Arm.SAMPLED ? sampling.start(config) : null) {
            if (sampler != null) {
                traffic.serverPids().forEach(pid -> sampler.watch(TaskRole.SERVER, pid));
                traffic.clientPids().forEach(pid -> sampler.watch(TaskRole.CLIENT, pid));
            }
            await(settled);
            Reading from = read();
            long end = from.nanos() + turnNanos;
            if (sampler != null) {
                for (long next = from.nanos() + SHOWN_NANOS / 2; next < end; next += SHOWN_NANOS) {
                    await(next);
                    shown.update(receiver);
                }
            }
            await(end);
            total.add(from, read());
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
