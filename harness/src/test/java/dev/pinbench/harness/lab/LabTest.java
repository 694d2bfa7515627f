package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab on the real kernel, with privileges (where the tests have them) and without. */
class LabTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static Stream<Arguments> everyTopology() {
        return LabModes.available().stream()
                .flatMap(rootless -> Datapaths.names().stream()
                        .flatMap(datapath -> Stream.of(1, 2).map(nodes -> Arguments.of(rootless, datapath, nodes))));
    }

    static List<Boolean> modes() {
        return LabModes.available();
    }

    @ParameterizedTest
    @MethodSource("everyTopology")
    void everyEndpointReachesTheOther(boolean rootless, String datapath, int nodes) throws Exception {
        try (Lab lab = Lab.open(rootless)) {
            Topology topology = lab.topology(key(datapath, "on", 1500, nodes));
            for (TrafficPath path : TrafficPath.values()) {
                LabEndpoint client = topology.client(path);
                LabEndpoint server = topology.server(path);
                try (RunningProcess listening = RunningProcess.start(
                        server.command(List.of("iperf3", "-s", "-1", "--forceflush")), RunningProcess.Stdin.NONE)) {
                    ChildProcess.await(listening, "iperf3", PATIENCE);
                    assertThat(listening.awaitStdout(text -> text.contains("Server listening"), PATIENCE))
                            .isTrue();
                    assertThat(client.namespace()
                                    .run(List.of("iperf3", "-c", server.address(), "-n", "64K"))
                                    .exitCode())
                            .as("%s over %s with %d nodes", path.label(), datapath, nodes)
                            .isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void offloadsAreSwitchedOnEveryInterfaceAndReadBack(boolean rootless) throws Exception {
        try (Lab lab = Lab.open(rootless)) {
            Topology off = lab.topology(key("bridge", "off", 1400, 2));
            assertThat(off.notInForce()).isEmpty();
            assertThat(off.readBack())
                    .hasSize(off.interfaces().size())
                    .allSatisfy((name, state) -> assertThat(state)
                            .as(name)
                            .startsWith("tso=off gso=off gro=off")
                            .endsWith("mtu=1400"));
            Topology on = lab.topology(key("bridge", "on", 1400, 2));
            assertThat(on.readBack().get(on.interfaces().get(0).label())).startsWith("tso=on gso=on");
        }
    }

    @Test
    void saysWhichOffloadIsNotInForce() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = lab.topology(key("veth", "tx=off", 1500, 1));
            assertThat(topology.notInForce())
                    .as("the loopback device cannot do without checksum offload")
                    .containsExactly("offload tx is not off on t1-node-a/lo");
        }
    }

    @Test
    void steersWhereTheKernelAllowsItAndSaysSoElsewhere() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = lab.topology(key("veth", "on", 1500, 2));
            Steering steering = new Steering();
            BitSet core = new BitSet();
            core.set(0);
            if (!LabModes.isRoot()) {
                assertThatThrownBy(() -> steering.apply(topology, core))
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("softirq-core needs root");
                return;
            }
            assertThat(steering.apply(topology, core)).isEmpty();
            for (LabInterface each : topology.interfaces()) {
                for (Path file : SysClassNet.rpsFiles(each)) {
                    assertThat(Steering.parse(Files.readString(file).strip()))
                            .as(each.label())
                            .isEqualTo(core);
                }
            }
            assertThat(steering.apply(topology, new BitSet())).isEmpty();
            Path first = SysClassNet.rpsFiles(topology.interfaces().get(0)).get(0);
            assertThat(Steering.parse(Files.readString(first).strip())).isEqualTo(new BitSet());
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void leavesNoProcessBehind(boolean rootless) throws Exception {
        List<Long> anchors;
        try (Lab lab = Lab.open(rootless)) {
            Topology topology = lab.topology(key("veth", "on", 1500, 2));
            anchors =
                    topology.namespaces().stream().map(LabNamespace::anchorPid).toList();
            assertThat(anchors).hasSize(4).allMatch(pid -> ProcessHandle.of(pid).isPresent());
        }
        assertThat(anchors).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
    }

    private static TopologyKey key(String datapath, String offload, int mtuBytes, int nodes) {
        return new TopologyKey(Datapaths.named(datapath), Offload.ofLevel(offload), mtuBytes, nodes);
    }
}
