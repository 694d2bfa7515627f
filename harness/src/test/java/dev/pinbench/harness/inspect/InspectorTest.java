package dev.pinbench.harness.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabInterface;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Topologies of the lab, looked at from outside of it through a process in a pod. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectorTest {
    private static final int MTU = 1420;

    @SuppressWarnings("NullAway.Init") // JUnit opens it before any test
    private Lab lab;

    @BeforeAll
    void open() throws Exception {
        lab = Lab.open(LabModes.preferred());
    }

    @AfterAll
    void close() {
        lab.close();
    }

    private Topology topology(String datapath, int nodes) throws Exception {
        return lab.topology(new TopologyKey(Datapaths.named(datapath), Offload.ofLevel("tso=off"), MTU, nodes));
    }

    private static Inspection betweenPods(Topology topology) throws Exception {
        String target = "pid:" + topology.clientPod().namespace().anchorPid();
        return Inspector.inspect(
                target,
                Target.parse(target).orElseThrow(),
                topology.serverPod().address(),
                Optional.empty());
    }

    private static List<String> hops(Inspection inspection) {
        return inspection.hops().stream()
                .map(hop -> hop.namespace() + "/" + hop.name())
                .toList();
    }

    static Stream<Arguments> everyTopology() {
        return Datapaths.names().stream().flatMap(name -> Stream.of(Arguments.of(name, 1), Arguments.of(name, 2)));
    }

    @ParameterizedTest
    @MethodSource("everyTopology")
    void theHopsAreTheInterfacesThatWereBuilt(String datapath, int nodes) throws Exception {
        Topology topology = topology(datapath, nodes);
        Set<String> built =
                topology.interfaces().stream().map(LabInterface::label).collect(Collectors.toSet());

        Inspection inspection = betweenPods(topology);

        String drawing = InspectionText.render(inspection);
        List<String> hops = hops(inspection);
        assertThat(inspection.complete()).as(drawing).isTrue();
        assertThat(inspection.from()).isEqualTo(topology.clientPod().address());
        assertThat(inspection.end()).isEqualTo("reaches " + topology.serverPod().address() + " in "
                + topology.serverPod().namespace().name());
        assertThat(hops).as(drawing).doesNotHaveDuplicates().isSubsetOf(built);
        assertThat(hops.get(0)).startsWith(topology.clientPod().namespace().name() + "/");
        assertThat(hops.get(hops.size() - 1))
                .startsWith(topology.serverPod().namespace().name() + "/");
        assertThat(inspection.hops()).allSatisfy(hop -> {
            assertThat(hop.mtuBytes()).isEqualTo(MTU);
            assertThat(hop.up()).isTrue();
            assertThat(hop.settings().offloads()).containsEntry("tso", new Settings.Offload(false, false));
            assertThat(hop.settings().offloads())
                    .containsOnlyKeys("tso", "gso", "gro", "tx-checksum", "udp-tunnel");
            assertThat(hop.settings().driver()).isEqualTo(hop.kind());
            assertThat(hop.settings().rps().keySet()).as("receive queues of " + hop.name()).contains("rx-0");
        });
        assertThat(drawing.lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @CsvSource({
        "veth,1,pod-a/eth0 node-a/veth-a node-a/veth-b pod-b/eth0",
        "veth,2,pod-a/eth0 node-a/veth-a node-a/wire node-b/wire node-b/veth-b pod-b/eth0",
        "bridge,1,pod-a/eth0 node-a/veth-a node-a/veth-b pod-b/eth0",
        "bridge,2,pod-a/eth0 node-a/veth-a node-a/br0 node-a/wire node-b/wire node-b/br0 node-b/veth-b pod-b/eth0"
    })
    void theHopsAreInTheOrderThatThePacketCrossesThem(String datapath, int nodes, String expected) throws Exception {
        Topology topology = topology(datapath, nodes);
        String prefix = topology.clientPod().namespace().name().replace("pod-a", "");

        assertThat(hops(betweenPods(topology)))
                .map(hop -> hop.substring(prefix.length()))
                .containsExactly(expected.split(" ", -1));
    }
}
