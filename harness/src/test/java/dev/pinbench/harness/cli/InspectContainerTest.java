package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Json;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code inspect docker:NAME} on containers of a real Docker Engine, which runs in a node of the lab. */
class InspectContainerTest {
    private static final int MTU = 1500;

    /** Where the lab's Engine listens, seen from its node. */
    private static final String ENGINE = "DOCKER_HOST=unix:///run/docker/docker.sock";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aContainerIsInspectedByItsName() throws Exception {
        Datapath docker = Datapaths.named("docker");
        if (!docker.lacking(LabModes.preferred()).isEmpty()) {
            assertThat(docker.lacking(LabModes.preferred()))
                    .allMatch(lack -> lack.text().contains("; mend with: "));
            return;
        }
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = lab.topology(new TopologyKey(docker, Offload.ofLevel("on"), MTU, 1));
            LabNamespace node = topology.clientNode().namespace();
            String target = "docker:" + topology.clientPod().name();

            assertHopsAreThoseDeclared(
                    topology, inspected(node, target, topology.serverPod().address()));
            assertDockersRulesAreInTheWay(inspected(node, target, "192.0.2.1"));
            assertUnknownContainerIsNamed(node);
        }
    }

    private static JsonNode inspected(LabNamespace node, String target, String to) throws Exception {
        CommandResult result = inspect(node, target, "--to", to, "--json");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return Json.mapper().readTree(result.stdout());
    }

    private static CommandResult inspect(LabNamespace node, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("env", ENGINE));
        argv.addAll(ChildRun.java());
        argv.add("inspect");
        argv.addAll(List.of(arguments));
        return Commands.run(node.command(argv), PATIENCE);
    }

    private static void assertHopsAreThoseDeclared(Topology topology, JsonNode inspection) {
        List<String> declared = topology.hops(TrafficPath.POD_TO_POD).stream()
                .map(hop -> hop.at().label().replaceFirst(".*/", ""))
                .toList();
        List<String> found = new ArrayList<>();
        inspection.get("hops").forEach(hop -> found.add(hop.get("interface").asString()));

        assertThat(inspection.get("complete").asBoolean())
                .as(inspection.toString())
                .isTrue();
        assertThat(inspection.get("from").asString())
                .isEqualTo(topology.clientPod().address());
        assertThat(found).as(inspection.toString()).isEqualTo(declared).hasSizeGreaterThanOrEqualTo(4);
        assertThat(inspection.get("hops").get(0).get("kind").asString()).isEqualTo("veth");
        assertThat(inspection.get("hops"))
                .as("the node, in whose namespace inspect runs, tells of its queues as the pods do")
                .allSatisfy(hop -> assertThat(hop.get("rpsMasks").isObject())
                        .as(hop.toString())
                        .isTrue());
        assertThat(inspection.get("hops").get(1).get("master").asString()).isEqualTo("docker0");
    }

    /** To an address beyond the node: by the bridge to the gateway, and there Docker's MASQUERADE and connection tracking. */
    private static void assertDockersRulesAreInTheWay(JsonNode inspection) {
        List<String> found = new ArrayList<>();
        inspection.get("hops").forEach(hop -> found.add(hop.get("interface").asString()));
        assertThat(found).as(inspection.toString()).startsWith("eth0").contains("docker0");
        assertThat(inspection.get("namespaces").toString())
                .contains("MASQUERADE")
                .contains("198.18.1.0/24");
        assertThat(inspection.get("complete").asBoolean())
                .as("nothing of the lab has a route there")
                .isFalse();
    }

    private static void assertUnknownContainerIsNamed(LabNamespace node) throws Exception {
        CommandResult result = inspect(node, "docker:nobody");
        assertThat(result.exitCode()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(result.stderr()).isEqualTo("pinbench: docker:nobody: there is no such container\n");
    }
}
