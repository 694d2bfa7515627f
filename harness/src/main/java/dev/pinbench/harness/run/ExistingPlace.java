package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.harness.existing.CardInterrupts;
import dev.pinbench.harness.existing.ExistingEnds;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.NapiThread;
import dev.pinbench.harness.traffic.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Endpoints that exist already. */
final class ExistingPlace implements Place {
    private final ExistingEnds ends;
    private final TrialSettings settings;
    private final HostChanges machine;
    private final @Nullable CardInterrupts interrupts;
    private Ports ports = new Ports(Ports.USUAL, "");

    /**
     * @param interrupts of network cards, which {@code settings} move; {@code null} if no trial of the run does
     */
    ExistingPlace(ExistingEnds ends, TrialSettings settings, HostChanges machine, @Nullable CardInterrupts interrupts) {
        this.ends = ends;
        this.settings = settings;
        this.machine = machine;
        this.interrupts = interrupts;
    }

    @Override
    public List<String> begin() throws IOException, InterruptedException {
        ends.requirePresent();
        ports = Ports.free(ends.server(), settings.traffic().processes());
        return interrupts == null ? List.of() : interrupts.steer(machine, settings.interruptCores());
    }

    @Override
    public LabEndpoint client() {
        return ends.client();
    }

    @Override
    public LabEndpoint server() {
        return ends.server();
    }

    @Override
    public int mtuBytes(LabEndpoint endpoint) {
        return ends.mtuBytes(endpoint);
    }

    @Override
    public int firstPort() {
        return ports.first();
    }

    @Override
    public List<LabNamespace> namespaces() {
        return ends.namespaces();
    }

    /** Whatever polls them belongs to whoever set them up; where it takes a measured core it is seen as a co-runner. */
    @Override
    public List<NapiThread> napiThreads() {
        return List.of();
    }

    @Override
    public TrialPath way() {
        return TrialPath.uncounted(
                false,
                Stream.of(ends.client(), ends.server())
                        .map(end -> new TrialPath.Hop(end.name(), end.interfaceName(), null, List.of(), null, null))
                        .distinct()
                        .toList());
    }

    @Override
    public Map<String, String> readBack() {
        Map<String, String> readBack = new LinkedHashMap<>(ends.readBack());
        readBack.put("iperf3 port", ports.words());
        if (interrupts != null) {
            readBack.putAll(interrupts.readBack());
        }
        return readBack;
    }

    @Override
    public List<String> end() throws InterruptedException {
        List<String> changes = new ArrayList<>(ends.changes());
        if (interrupts != null) {
            changes.addAll(interrupts.notAt(settings.interruptCores()));
        }
        return changes;
    }
}
