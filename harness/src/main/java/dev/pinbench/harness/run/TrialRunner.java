package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.TrafficResult;
import dev.pinbench.analysis.attribution.TrialMetricsCalculator;
import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.TaskPlacement;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.results.TrialTiming;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.kernelprofile.KernelProfiler;
import dev.pinbench.harness.kernelprofile.ProfileResult;
import dev.pinbench.harness.kernelprofile.ProfileSession;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.NapiThread;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.sampling.CoRunnerPass;
import dev.pinbench.harness.sampling.PlacementReader;
import dev.pinbench.harness.sampling.Sampler;
import dev.pinbench.harness.sampling.SamplerConfig;
import dev.pinbench.harness.traffic.Competitor;
import dev.pinbench.harness.traffic.IperfReport;
import dev.pinbench.harness.traffic.SocketStatistics;
import dev.pinbench.harness.traffic.Traffic;
import dev.pinbench.harness.traffic.TrafficException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures one trial at a time: make its place ready, start who competes, start iperf3 and the sampler, wait, judge.
 *
 * <p>A trial that iperf3 or a competitor spoils becomes a failed record. What would spoil every further trial (the lab is
 * gone, a kernel file cannot be opened) is thrown.
 */
final class TrialRunner implements AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Lab lab;
    private final Profile profile;
    private final HostFacts host;
    private final List<Integer> online;
    private final Places places;
    private final Housekeeping housekeeping;
    private final LiveView live;
    private final KernelProfiler profiler;
    private final TrialSampling sampling;

    TrialRunner(Lab lab, Profile profile, HostFacts host, HostChanges machine, Housekeeping housekeeping, LiveView live)
            throws IOException {
        this.lab = lab;
        this.places = new Places(lab, profile, machine);
        this.profile = profile;
        this.host = host;
        this.online = host.cpus().stream().map(CpuTopology::cpu).toList();
        this.housekeeping = housekeeping;
        this.live = live;
        this.sampling = new TrialSampling(lab, profile);
        this.profiler = KernelProfiler.in(lab, profile.sampling().takesKernelProfile());
    }

    /** Builds what the plan needs, tries whether steering is permitted and takes frames, so that no trial pays for it. */
    void prepare(List<PlannedTrial> plan) throws IOException, InterruptedException {
        sampling.begin();
        for (PlannedTrial trial : plan) {
            TrialSettings settings = TrialSettings.of(trial.levels(), profile, online);
            Place place = places.of(settings);
            if (!settings.steersNothing()) {
                place.begin();
            }
        }
        if (!plan.isEmpty()) {
            TrialSettings first = TrialSettings.of(plan.get(0).levels(), profile, online);
            sampling.rehearse(first, places.of(first));
        }
    }

    TrialOutcome run(PlannedTrial planned) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Instant startedAt = Instant.now();
        TrialSettings settings = TrialSettings.of(planned.levels(), profile, online);
        Place place = places.of(settings);
        List<String> notInForce = new ArrayList<>(place.begin());
        int own = housekeeping.choose(settings.measuredCores(), settings.receiverCore());
        housekeeping.moveTo(own);
        Measurement measurement = new Measurement(settings, place, own);
        try (ProfileSession kernel = profiler.start(settings.measuredCores())) {
            measurement.measure(kernel);
            notInForce.addAll(place.end());
            return measurement.outcome(planned, startedAt, begin, notInForce, kernel);
        }
    }

    /** Ends the search for co-runners, which goes on from trial to trial. */
    @Override
    public void close() throws IOException {
        sampling.close();
    }

    /** What is collected while one trial runs. */
    private final class Measurement {
        private final TrialSettings settings;
        private final Place place;
        private final LabEndpoint client;
        private final LabEndpoint server;
        private final LabEndpoint receiver;
        private final List<NapiThread> napiThreads;
        private final SamplerConfig samplerConfig;
        private final PlacementCheck placement =
                new PlacementCheck(new PlacementReader(lab.host().procRoot()));
        private final List<List<String>> commands = new ArrayList<>();
        private final Map<String, byte[]> attachments = new LinkedHashMap<>();
        private final Map<String, String> readBack = new LinkedHashMap<>();
        private final List<IperfReport> reports = new ArrayList<>();
        private TrialStatus status = TrialStatus.FAILED;
        private @Nullable String error;
        private Frames frames = Frames.none();
        private OptionalInt negotiatedMssBytes = OptionalInt.empty();
        private final List<String> spoilt = new ArrayList<>();
        private List<String> wrongChecksums = List.of();
        private long trafficNanos;
        private long clientsStartNanos;
        private long clientsEndNanos;
        private boolean coRunnersKnown;
        private long clientSkewNanos;
        private long framesEpochNanos;
        private TrialProbe probe = TrialProbe.none();

        Measurement(TrialSettings settings, Place place, int housekeepingCore) {
            this.settings = settings;
            this.place = place;
            this.client = place.client();
            this.server = place.server();
            this.napiThreads = place.napiThreads();
            this.receiver = settings.traffic().reverse() ? client : server;
            this.readBack.putAll(place.readBack());
            this.samplerConfig = sampling.config(settings, place, OptionalInt.of(housekeepingCore));
        }

        void measure(ProfileSession kernel) throws IOException, InterruptedException {
            ChecksumErrors checksums = ChecksumErrors.since(client, server);
            TrialSettings.PlacedCompetitor wanted = settings.competitor();
            try (TrialProbe running = startProbe();
                    Competitor competitor =
                            wanted == null ? null : Competitor.start(lab, wanted.core(), wanted.loadPercent())) {
                probe = running;
                if (competitor != null && wanted != null) {
                    commands.add(competitor.command());
                    placement.expect(TaskRole.COMPETITOR, competitor.pid(), wanted.core());
                }
                measureTraffic(competitor, kernel);
            } catch (TrafficException e) {
                error = e.getMessage();
            }
            wrongChecksums = checksums.arrived();
            if (status != TrialStatus.DONE && !wrongChecksums.isEmpty()) {
                error = error + "; " + String.join("; ", wrongChecksums);
            }
        }

        private TrialProbe startProbe() throws InterruptedException {
            return profile.sampling().exact()
                    ? TrialProbe.start(
                            lab.rootless(),
                            samplerConfig.housekeepingCpu().orElseThrow(),
                            spare(samplerConfig.housekeepingCpu().orElseThrow()),
                            profile.sampling().framesPerSecond(),
                            settings.traffic().omitSeconds()
                                    + settings.traffic().durationSeconds())
                    : TrialProbe.none();
        }

        /** Whether a CPU is neither measured nor shares its core with one that is. */
        private boolean spare(int cpu) {
            Set<Integer> measured = settings.measuredCores();
            List<CpuTopology> topology = host.cpus();
            return topology.stream()
                    .filter(own -> own.cpu() == cpu)
                    .noneMatch(own -> topology.stream()
                            .anyMatch(other -> measured.contains(other.cpu())
                                    && other.socket() == own.socket()
                                    && other.core() == own.core()));
        }

        private void measureTraffic(@Nullable Competitor competitor, ProfileSession kernel)
                throws IOException, InterruptedException {
            try (Traffic traffic = new Traffic(client, server, settings.traffic(), place.firstPort())) {
                traffic.startServers(settings.serverCore());
                try (Sampler sampler = sampling.start(samplerConfig)) {
                    watch(sampler, TaskRole.SERVER, traffic.serverPids(), settings.serverCore());
                    for (NapiThread thread : napiThreads) {
                        sampler.watch(TaskRole.NAPI, thread.pid());
                        placement.expectAnywhere(TaskRole.NAPI, thread.pid());
                    }
                    if (competitor != null) {
                        sampler.watch(TaskRole.COMPETITOR, competitor.pid());
                    }
                    // what watches for Pinbench is part of what Pinbench costs
                    probe.pids().forEach(pid -> sampler.watch(TaskRole.HARNESS, pid));
                    kernel.pid().ifPresent(pid -> sampler.watch(TaskRole.HARNESS, pid));
                    long begin = System.nanoTime();
                    clientsStartNanos = sampler.nowNanos();
                    traffic.startClients(settings.clientCore());
                    watch(sampler, TaskRole.CLIENT, traffic.clientPids(), settings.clientCore());
                    Traffic.End end = traffic.awaitClients(() -> duringTraffic(traffic));
                    trafficNanos = System.nanoTime() - begin;
                    clientsEndNanos = sampler.nowNanos();
                    if (end == Traffic.End.EXITED) {
                        clientSkewNanos = traffic.clientSkewNanos();
                    }
                    if (competitor != null && !competitor.isAlive()) {
                        spoilt.add("the competitor ended before the traffic did");
                    }
                    frames = sampler.stop();
                    framesEpochNanos = System.nanoTime() - sampler.nowNanos();
                    kernel.stop();
                    probe.stop(sampler);
                    attachments.put(CoRunnerPass.FILE, CoRunnerPass.table(sampler.coRunnerPasses()));
                    coRunnersKnown = sampler.coRunnersKnown();
                    commands.addAll(traffic.commands());
                    if (end == Traffic.End.TIMED_OUT) {
                        status = TrialStatus.TIMED_OUT;
                        error = "iperf3 did not end in time and was killed";
                    } else {
                        readReports(traffic);
                    }
                }
            }
        }

        private void watch(Sampler sampler, TaskRole role, List<Long> pids, int core) {
            for (long pid : pids) {
                sampler.watch(role, pid);
                placement.expect(role, pid, core);
            }
        }

        /** Called about twice a second; the first call verifies the placement, once the connections are up. */
        private void duringTraffic(Traffic traffic) {
            if (!placement.wasRead() && traffic.clientsRun()) {
                placement.readAllowed();
                if (settings.traffic().omitSeconds() > 0 && !settings.traffic().udp()) {
                    readSegmentSize();
                }
            }
            live.update(receiver);
        }

        /** Only in the warm-up: ss would otherwise be measured along with the traffic. */
        private void readSegmentSize() {
            try {
                negotiatedMssBytes = SocketStatistics.maximumSegmentSize(client, server.address());
            } catch (CommandException e) {
                readBack.put("negotiated MSS", "unknown: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void readReports(Traffic traffic) throws CommandException, InterruptedException {
            attach("iperf3-client", traffic.clientOutputs());
            reports.addAll(traffic.clientReports());
            error = IperfTotals.error(reports);
            if (error == null) {
                status = TrialStatus.DONE;
                attach("iperf3-server", traffic.serverOutputs());
                String congestion = reports.get(0).congestion();
                if (congestion != null) {
                    readBack.put("congestion control", congestion);
                }
            }
        }

        private void attach(String name, List<String> outputs) {
            for (int i = 0; i < outputs.size(); i++) {
                String suffix = i == 0 ? "" : "-" + (i + 1);
                attachments.put(name + suffix + ".json", outputs.get(i).getBytes(StandardCharsets.UTF_8));
            }
        }

        TrialOutcome outcome(
                PlannedTrial planned, Instant startedAt, long begin, List<String> notInForce, ProfileSession kernel)
                throws IOException, InterruptedException {
            Optional<MeasuredWindow> window = MeasuredWindow.find(
                    frames,
                    receiver.name(),
                    receiver.interfaceName(),
                    settings.traffic().omitSeconds(),
                    settings.traffic().durationSeconds(),
                    clientsStartNanos,
                    clientsEndNanos);
            long durationNanos = settings.traffic().durationSeconds() * NANOS_PER_SECOND;
            TrafficResult result = status == TrialStatus.DONE
                    ? IperfTotals.result(reports, negotiatedMssBytes, durationNanos, clientSkewNanos)
                    : TrafficResult.none();
            TrialMetrics metrics = window.map(found -> new TrialMetricsCalculator(host)
                            .calculate(frames, settings.measured(found, receiver), result))
                    .orElse(TrialMetrics.unknown());
            List<TaskPlacement> placements = placement.placements(frames);
            if (status == TrialStatus.DONE) {
                notInForce.addAll(placement.violations(placements, frames));
                notInForce.addAll(spoilt);
                notInForce.addAll(IperfTotals.together(durationNanos, clientSkewNanos));
            }
            Validity validity = status == TrialStatus.DONE
                    ? Validity.judge(notInForce, metrics, frames, place.mtuBytes(receiver))
                    : new Validity(unusable(notInForce), List.of());
            probe.attach(attachments, host, frames, window);
            place.attachWay(attachments, frames, window);
            List<String> flags = new ArrayList<>(validity.flags());
            flags.addAll(wrongChecksums);
            flags.addAll(probe.flags());
            if (status == TrialStatus.DONE && !coRunnersKnown) {
                flags.add("co-runners are not known: no pass over all tasks ended while traffic ran");
            }
            if (status == TrialStatus.DONE && window.isPresent()) {
                flags.addAll(addKernelProfile(kernel, window.get()));
            }
            TrialTiming timing = new TrialTiming(
                    startedAt.toString(),
                    System.nanoTime() - begin,
                    trafficNanos,
                    window.map(MeasuredWindow::startNanos).orElse(null),
                    window.map(MeasuredWindow::endNanos).orElse(null));
            TrialRecord record = new TrialRecord(
                    RunDirectory.SCHEMA_VERSION,
                    planned.trial(),
                    planned.block(),
                    planned.order(),
                    planned.levels(),
                    status,
                    error,
                    validity.invalidReasons().isEmpty(),
                    validity.invalidReasons(),
                    flags,
                    placements,
                    new InterfaceName(receiver.name(), receiver.interfaceName()),
                    readBack,
                    timing,
                    metrics,
                    commands);
            return new TrialOutcome(record, frames, attachments);
        }

        private List<String> unusable(List<String> notInForce) {
            List<String> reasons = new ArrayList<>(List.of("the trial " + status.text()));
            reasons.addAll(notInForce);
            return List.copyOf(reasons);
        }

        private List<String> addKernelProfile(ProfileSession kernel, MeasuredWindow window)
                throws InterruptedException {
            ProfileResult result =
                    kernel.read(framesEpochNanos + window.startNanos(), framesEpochNanos + window.endNanos());
            attachments.putAll(result.files());
            if (result.summary() != null) {
                readBack.put("kernel profile", result.summary());
            }
            return result.flags();
        }
    }
}
