package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.ProbeSharesCalculator;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.ProbeShares;
import dev.pinbench.analysis.results.ProbeTable;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.harness.probe.BpfProbe;
import dev.pinbench.harness.probe.ProbeCapture;
import dev.pinbench.harness.probe.ProbeException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.sampling.Sampler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The exact probe of one trial, where the profile asks for it. Where it fails, the trial goes on and carries a flag. */
final class TrialProbe implements AutoCloseable {
    private final @Nullable BpfProbe probe;
    private final List<String> flags = new ArrayList<>();
    private @Nullable ProbeCapture capture;

    private TrialProbe(@Nullable BpfProbe probe) {
        this.probe = probe;
    }

    /** For a profile that does not ask for it. */
    static TrialProbe none() {
        return new TrialProbe(null);
    }

    /**
     * Starts it on the harness's core, and returns when it is attached.
     *
     * @param spare whether that core has nothing to do with what is measured
     */
    static TrialProbe start(boolean rootless, int core, boolean spare, int framesPerSecond, int seconds)
            throws InterruptedException {
        Optional<String> lacking = BpfProbe.lacking(rootless);
        if (lacking.isPresent()) {
            return without(lacking.get());
        }
        try {
            return new TrialProbe(BpfProbe.start(core, spare, framesPerSecond, Duration.ofSeconds(seconds)));
        } catch (ProbeException e) {
            return without(String.valueOf(e.getMessage()));
        }
    }

    private static TrialProbe without(String reason) {
        TrialProbe probe = new TrialProbe(null);
        probe.flags.add("no exact probe: " + reason);
        return probe;
    }

    /** Ends it, and keeps what it saw. */
    void stop(Sampler sampler) throws InterruptedException {
        if (probe != null) {
            long origin = System.nanoTime() - sampler.nowNanos();
            try {
                capture = probe.stop(origin);
                capture.gaps().forEach(gap -> flags.add("exact probe: " + gap));
            } catch (ProbeException e) {
                flags.add("no exact probe: " + e.getMessage());
            }
        }
    }

    /** Process ids of what the probe consists of; none if it does not run. */
    List<Long> pids() {
        return probe == null ? List.of() : probe.pids();
    }

    /** What a reader of the trial should know. */
    List<String> flags() {
        return List.copyOf(flags);
    }

    /** Adds its files to those of the trial. */
    void attach(Map<String, byte[]> attachments, HostFacts host, Frames frames, Optional<MeasuredWindow> window)
            throws IOException {
        ProbeCapture seen = capture;
        if (seen == null) {
            return;
        }
        attachments.put(ProbeTable.FILE, ProbeTable.write(seen.rows()));
        if (window.isPresent()) {
            ProbeShares shares = new ProbeSharesCalculator(host)
                    .calculate(
                            seen.rows(),
                            seen.gaps(),
                            frames,
                            window.get().startNanos(),
                            window.get().endNanos());
            attachments.put(RunDirectory.PROBE_SHARES, Json.write(shares));
            shares.gaps().stream()
                    .filter(gap -> !seen.gaps().contains(gap))
                    .forEach(gap -> flags.add("exact probe: " + gap));
            flags.addAll(shares.biasedTicks());
            Stream.of(shares.disagreement(), shares.misreading())
                    .filter(Objects::nonNull)
                    .map(Printable::escape)
                    .forEach(flags::add);
        }
    }

    @Override
    public void close() {
        if (probe != null) {
            probe.close();
        }
    }
}
