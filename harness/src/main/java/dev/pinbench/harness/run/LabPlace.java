package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.NapiThread;
import dev.pinbench.harness.lab.Steering;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.traffic.Ports;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A topology of the lab. */
record LabPlace(Topology topology, TrialSettings settings, Steering steering) implements Place {

    @Override
    public List<String> begin() throws IOException, InterruptedException {
        List<String> notInForce = new ArrayList<>(topology.notInForce(settings.path()));
        notInForce.addAll(steering.apply(topology, settings.steering()));
        return notInForce;
    }

    @Override
    public LabEndpoint client() {
        return topology.client(settings.path());
    }

    @Override
    public LabEndpoint server() {
        return topology.server(settings.path());
    }

    @Override
    public int mtuBytes(LabEndpoint endpoint) {
        return topology.mtuBytes(endpoint);
    }

    @Override
    public int firstPort() {
        return Ports.USUAL;
    }

    @Override
    public List<LabNamespace> namespaces() {
        return topology.namespaces();
    }

    @Override
    public List<NapiThread> napiThreads() {
        return topology.napiThreads().values().stream().flatMap(List::stream).toList();
    }

    @Override
    public TrialPath way() {
        return TrialPath.uncounted(
                true,
                topology.hops(settings.path()).stream()
                        .map(hop -> new TrialPath.Hop(
                                hop.at().namespace().name(), hop.at().name(), hop.kind(), hop.works(), null, null))
                        .toList());
    }

    @Override
    public Map<String, String> readBack() {
        Map<String, String> readBack = new LinkedHashMap<>(topology.readBack());
        topology.napiThreads()
                .forEach((at, threads) -> readBack.put(
                        "NAPI threads of " + at.label(),
                        threads.isEmpty()
                                ? "not visible here"
                                : threads.stream()
                                        .map(each -> each.name() + " " + each.pid())
                                        .collect(Collectors.joining(", "))));
        readBack.putAll(steering.readBack(settings.steering()));
        return readBack;
    }

    @Override
    public List<String> end() {
        return topology.ended();
    }
}
