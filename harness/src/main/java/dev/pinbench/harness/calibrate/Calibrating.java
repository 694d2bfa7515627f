package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.run.ObserverExperiment;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Measures a calibration. */
public final class Calibrating {
    private static final double NANOS_PER_SECOND = 1e9;

    private final CalibrationOptions options;
    private final HostFacts host;
    private final Profile profile;
    private final ReaderCosts.Effort effort;

    /** A calibration of this machine. */
    public Calibrating(CalibrationOptions options, HostFacts host) {
        this(options, host, ReaderCosts.Effort.USUAL);
    }

    Calibrating(CalibrationOptions options, HostFacts host, ReaderCosts.Effort effort) {
        this.options = options;
        this.host = host;
        this.profile = profile(options);
        this.effort = effort;
    }

    /** What is measured with and without sampling: small segments through a bridge, where cores are what is short. */
    private static Profile profile(CalibrationOptions options) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", "calibrate");
        ObjectNode vary = json.putObject("vary");
        vary.putArray(Factor.PATH.label()).add("pod-to-native");
        vary.putArray(Factor.DATAPATH.label()).add("bridge");
        vary.putArray(Factor.CLIENT_CORE.label()).add(Integer.toString(options.clientCore()));
        vary.putArray(Factor.SERVER_CORE.label()).add(Integer.toString(options.serverCore()));
        vary.putArray(Factor.OFFLOAD.label()).add("off");
        ObjectNode traffic = json.putObject("traffic");
        traffic.put("duration", options.durationSeconds() + "s");
        traffic.put("omit", "0s");
        json.put("blocks", options.blocks());
        json.put("seed", options.seed());
        json.putObject("sampling").put("rate", options.framesPerSecond() + "/s");
        return Profile.fromJson(json);
    }

    /**
     * Measures: about half a minute for the readers, then three trials for each block, then the connections.
     *
     * @param pinbenchVersion for the record
     * @throws IOException if the machine does not allow it, or no block could be measured
     */
    public Calibration measure(String pinbenchVersion, ObserverExperiment.Progress progress)
            throws IOException, InterruptedException {
        Conditions here = Conditions.here(host, options.rootless());
        String createdAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<ReaderCost> readers = ReaderCosts.measure(effort);
        ObserverExperiment.Turns turns = options.turns();
        ObserverExperiment.Result result =
                new ObserverExperiment(profile, host, options.rootless(), turns, progress).measure();
        ObserverEffect observer = ObserverEffect.of(
                result.blocks(),
                result.connections(),
                result.problems(),
                new ObserverEffect.Setting(
                        options.framesPerSecond(),
                        combination(),
                        options.durationSeconds(),
                        result.nanosPerTrial() / NANOS_PER_SECOND,
                        turns.nanos() / NANOS_PER_SECOND,
                        options.seed()));
        return new Calibration(
                Calibration.SCHEMA_VERSION,
                pinbenchVersion,
                createdAt,
                host.machineId(),
                host.kernelRelease(),
                host.cpuModel(),
                here.javaVersion(),
                here.cpus(),
                here.rootless(),
                readers,
                observer);
    }

    private String combination() {
        return String.format(
                Locale.ROOT,
                "pod-to-native over bridge, offloads off, client on %d, server on %d",
                options.clientCore(),
                options.serverCore());
    }
}
