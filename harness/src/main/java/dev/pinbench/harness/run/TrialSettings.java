package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.MeasuredTrial;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.SteeringSettings;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.profile.CompetitorLevel;
import dev.pinbench.harness.profile.InterruptSteering;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.profile.SoftirqSteering;
import dev.pinbench.harness.profile.Streams;
import dev.pinbench.harness.profile.TrafficSettings;
import dev.pinbench.harness.profile.TransmitSteering;
import dev.pinbench.harness.traffic.TrafficSpec;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The levels of one combination as what has to be done.
 *
 * @param inLab who talks to whom in the lab; {@code null} if endpoints exist already
 * @param clientCore where the client is pinned
 * @param serverCore where the server is pinned
 * @param steering to which cores packets are steered
 * @param interruptCores who serves the interrupts of network cards; none leaves that to the machine
 * @param competitor who competes, or {@code null} for nobody
 * @param traffic what iperf3 is asked for
 */
record TrialSettings(
        @Nullable InLab inLab,
        int clientCore,
        int serverCore,
        SteeringSettings steering,
        List<Integer> interruptCores,
        @Nullable PlacedCompetitor competitor,
        TrafficSpec traffic) {

    /**
     * What the lab is asked for.
     *
     * @param path who talks to whom
     * @param topology over what
     */
    record InLab(TrafficPath path, TopologyKey topology) {}

    /** A competitor with its core found. */
    record PlacedCompetitor(int core, int loadPercent) {}

    static TrialSettings of(Levels levels, Profile profile, List<Integer> online) {
        Optional<CompetitorLevel> competitor = CompetitorLevel.of(levels.get(Factor.COMPETITOR));
        PlacedCompetitor placed = competitor
                .map(level -> new PlacedCompetitor(
                        level.cpu(levels, online)
                                .orElseThrow(() -> new IllegalStateException(
                                        "the plan kept a competitor without a core: " + levels.get(Factor.COMPETITOR))),
                        level.loadPercent()))
                .orElse(null);
        return new TrialSettings(
                profile.endpoints() == null
                        ? new InLab(TrafficPath.ofLabel(levels.get(Factor.PATH)), topology(levels, profile, online))
                        : null,
                Integer.parseInt(levels.get(Factor.CLIENT_CORE)),
                Integer.parseInt(levels.get(Factor.SERVER_CORE)),
                steering(levels, online),
                InterruptSteering.resolve(levels, online).cpus(),
                placed,
                traffic(levels, profile));
    }

    /** Whether packets and interrupts are left to the kernel. */
    boolean steersNothing() {
        return steering.isUntouched() && interruptCores.isEmpty();
    }

    /** Who talks to whom in the lab. */
    TrafficPath path() {
        return lab().path();
    }

    /** Over what they talk. */
    TopologyKey topology() {
        return lab().topology();
    }

    private InLab lab() {
        if (inLab == null) {
            throw new IllegalStateException("endpoints that exist already have no path in the lab");
        }
        return inLab;
    }

    private static TopologyKey topology(Levels levels, Profile profile, List<Integer> online) {
        return new TopologyKey(
                Datapaths.named(levels.get(Factor.DATAPATH)),
                Offload.ofLevel(levels.get(Factor.OFFLOAD)),
                ofProfile(Factor.MTU, levels, profile),
                ofProfile(Factor.NODES, levels, profile),
                levels.get(Factor.THREADED_NAPI, "false").equals("true"),
                Math.max(
                        1,
                        TransmitSteering.resolve(levels, online).cpusByQueue().size()));
    }

    /** Plans from before it was a factor do not tell: all their trials have the level of the profile. */
    private static int ofProfile(Factor factor, Levels levels, Profile profile) {
        return Integer.parseInt(levels.get(factor, profile.levels(factor).get(0)));
    }

    private static SteeringSettings steering(Levels levels, List<Integer> online) {
        BitSet receive = new BitSet();
        SoftirqSteering.resolve(levels, online).cpus().forEach(receive::set);
        String flows = levels.get(Factor.RFS, "default");
        List<BitSet> transmit = TransmitSteering.resolve(levels, online).cpusByQueue().stream()
                .map(cpus -> {
                    BitSet queue = new BitSet();
                    cpus.forEach(queue::set);
                    return queue;
                })
                .toList();
        return new SteeringSettings(receive, flows.equals("default") ? 0 : Integer.parseInt(flows), transmit);
    }

    private static TrafficSpec traffic(Levels levels, Profile profile) {
        TrafficSettings settings = profile.traffic();
        Streams streams = Streams.of(levels.get(Factor.STREAMS));
        String mss = levels.get(Factor.MSS);
        return new TrafficSpec(
                levels.get(Factor.PROTOCOL).equals("udp"),
                mss.equals("default") ? null : Integer.valueOf(mss),
                streams.processes(),
                streams.parallel(),
                settings.durationSeconds(),
                settings.omitSeconds(),
                settings.isUnlimited() ? null : settings.rate(),
                settings.reverse(),
                settings.window(),
                settings.length());
    }

    /** Where the receiving iperf3 is pinned. */
    int receiverCore() {
        return traffic.reverse() ? clientCore : serverCore;
    }

    /** Every core on which the harness would bias the result, in ascending order. */
    TreeSet<Integer> measuredCores() {
        TreeSet<Integer> cores = new TreeSet<>(List.of(clientCore, serverCore));
        steering.receiveCpus().stream().forEach(cores::add);
        cores.addAll(interruptCores);
        if (competitor != null) {
            cores.add(competitor.core());
        }
        return cores;
    }

    /** Which part of the frames counts, and where to look in it. */
    MeasuredTrial measured(MeasuredWindow window, LabEndpoint receiver) {
        return new MeasuredTrial(
                window.startNanos(),
                window.endNanos(),
                Set.of(clientCore),
                Set.of(serverCore),
                measuredCores(),
                competitor != null,
                receiver.name(),
                receiver.interfaceName());
    }
}
