package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.harness.existing.ExistingEnds;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.NapiThread;
import dev.pinbench.harness.traffic.Ports;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Endpoints that exist already. */
final class ExistingPlace implements Place {
    private final ExistingEnds ends;
    private final int servers;
    private Ports ports = new Ports(Ports.USUAL, "");

    /**
     * @param servers iperf3 servers, each of which needs a port
     */
    ExistingPlace(ExistingEnds ends, int servers) {
        this.ends = ends;
        this.servers = servers;
    }

    @Override
    public List<String> begin() throws IOException {
        ends.requirePresent();
        ports = Ports.free(ends.server(), servers);
        return List.of();
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
        return readBack;
    }

    @Override
    public List<String> end() throws InterruptedException {
        return ends.changes();
    }
}
