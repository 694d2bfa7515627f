package dev.pinbench.harness.run;

import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.traffic.IperfReport;
import dev.pinbench.harness.traffic.Traffic;
import dev.pinbench.harness.traffic.TrafficException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The traffic of a trial with nothing beside it: no sampler, no look at placements, no live view. */
final class BareTrial {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** One of both is {@code null}. */
    record Outcome(@Nullable Double goodputBps, @Nullable String error) {}

    private final TrialSettings settings;
    private final LabEndpoint client;
    private final LabEndpoint server;

    BareTrial(Topology topology, TrialSettings settings) {
        this.settings = settings;
        this.client = topology.client(settings.path());
        this.server = topology.server(settings.path());
    }

    /** Moves the traffic once; what iperf3 has to say against it is in the outcome. */
    Outcome run() throws CommandException, InterruptedException {
        try (Traffic traffic = new Traffic(client, server, settings.traffic())) {
            traffic.startServers(settings.serverCore());
            traffic.startClients(settings.clientCore());
            if (traffic.awaitClients(() -> {}) == Traffic.End.TIMED_OUT) {
                return new Outcome(null, "iperf3 did not end in time and was killed");
            }
            List<IperfReport> reports = traffic.clientReports();
            String error = IperfTotals.error(reports);
            if (error != null) {
                return new Outcome(null, error);
            }
            // The server must be gone before the next one can listen.
            traffic.serverOutputs();
            return new Outcome(
                    IperfTotals.result(
                                    reports,
                                    OptionalInt.empty(),
                                    settings.traffic().durationSeconds() * NANOS_PER_SECOND,
                                    traffic.clientSkewNanos())
                            .goodputBps(),
                    null);
        } catch (TrafficException e) {
            return new Outcome(null, String.valueOf(e.getMessage()));
        }
    }
}
