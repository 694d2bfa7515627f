package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.host.ProcText;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is steered, as the real kernel says it. */
class SteeringInForceTest {
    private static final Path SOCKETS = Path.of("/proc/sys/net/core/rps_sock_flow_entries");

    @TempDir
    Path folder;

    private final BitSet core = new BitSet();

    @BeforeEach
    void chooseACore() {
        core.set(0);
    }

    private static Topology topology(Lab lab) throws Exception {
        return lab.topology(new TopologyKey(Datapaths.named("veth"), Offload.ofLevel("on"), 1500, 2));
    }

    private static void assertEveryQueue(Topology topology, String file, String value) throws IOException {
        for (LabInterface each : topology.interfaces()) {
            assertThat(SysClassNet.receiveFiles(each, file))
                    .isNotEmpty()
                    .allSatisfy(queue -> assertThat(Files.readString(queue).strip())
                            .as("%s: %s", each.label(), queue)
                            .isEqualTo(value));
        }
    }

    @Test
    void receiveMasksAreOnEveryQueueWhereTheKernelAllowsIt() throws Exception {
        try (HostChanges machine = new HostChanges(folder);
                Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = topology(lab);
            Steering steering = new Steering(machine);
            SteeringSettings steered = new SteeringSettings(core, 0, List.of());
            if (!LabModes.isRoot()) {
                assertThatThrownBy(() -> steering.apply(topology, steered))
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("softirq-core needs root");
                return;
            }
            assertThat(steering.apply(topology, steered)).isEmpty();
            for (LabInterface each : topology.interfaces()) {
                for (Path file : SysClassNet.rpsFiles(each)) {
                    assertThat(Steering.parse(Files.readString(file).strip()))
                            .as(each.label())
                            .isEqualTo(core);
                }
            }
            assertThat(steering.apply(topology, SteeringSettings.UNTOUCHED)).isEmpty();
            Path first = SysClassNet.rpsFiles(topology.interfaces().get(0)).get(0);
            assertThat(Steering.parse(Files.readString(first).strip())).isEqualTo(new BitSet());
            assertThat(machine.made())
                    .as("nothing of the machine itself was touched")
                    .isEmpty();
        }
    }

    @Test
    void flowTablesAreOnEveryQueueAndOfTheMachineAndAreTakenBack() throws Exception {
        String before = ProcText.read(SOCKETS);
        try (HostChanges machine = new HostChanges(folder);
                Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = topology(lab);
            Steering steering = new Steering(machine);
            SteeringSettings steered = new SteeringSettings(new BitSet(), 4096, List.of());
            if (!LabModes.isRoot()) {
                assertThatThrownBy(() -> steering.apply(topology, steered))
                        .isInstanceOf(LabException.class)
                        .hasMessageContaining("needs root");
                return;
            }
            assertThat(steering.apply(topology, steered)).isEmpty();
            assertThat(ProcText.read(SOCKETS)).isEqualTo("4096");
            assertEveryQueue(topology, "rps_flow_cnt", "4096");
            assertThat(steering.readBack(steered))
                    .containsEntry("RFS entries of the receive queues of every interface", "4096")
                    .containsEntry("RFS entries of the machine (net.core.rps_sock_flow_entries)", "4096");

            assertThat(steering.apply(topology, SteeringSettings.UNTOUCHED)).isEmpty();
            assertThat(ProcText.read(SOCKETS))
                    .as("a trial without RFS has the machine's own")
                    .isEqualTo(before);
            assertEveryQueue(topology, "rps_flow_cnt", "0");
            assertThat(steering.apply(topology, steered)).isEmpty();
            assertThat(ProcText.read(SOCKETS)).isEqualTo("4096");
            assertThat(machine.made()).singleElement().satisfies(change -> {
                assertThat(change.file()).isEqualTo(SOCKETS.toString());
                assertThat(change.before()).isEqualTo(before);
                assertThat(change.during()).isEqualTo(List.of("4096"));
            });
        }
        assertThat(ProcText.read(SOCKETS)).isEqualTo(before);
    }

    static List<Boolean> modes() {
        return LabModes.available();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void transmitMasksAreOnTheQueuesOfEveryVeth(boolean rootless) throws Exception {
        BitSet rest = new BitSet();
        rest.set(1);
        try (HostChanges machine = new HostChanges(folder);
                Lab lab = Lab.open(rootless)) {
            Topology topology =
                    lab.topology(new TopologyKey(Datapaths.named("bridge"), Offload.ofLevel("on"), 1500, 2, false, 2));
            assertThat(topology.veths())
                    .extracting(LabInterface::name)
                    .containsExactlyInAnyOrder("wire", "wire", "eth0", "eth0", "veth-a", "veth-b");
            Steering steering = new Steering(machine);
            for (List<BitSet> masks : List.of(List.of(core, rest), List.of(rest, core), List.of(new BitSet(), core))) {
                SteeringSettings steered = new SteeringSettings(new BitSet(), 0, masks);
                assertThat(steering.apply(topology, steered)).isEmpty();
                for (LabInterface each : topology.veths()) {
                    List<Path> files = SysClassNet.xpsFiles(each);
                    assertThat(files).as(each.label()).hasSize(2);
                    for (int queue = 0; queue < 2; queue++) {
                        assertThat(Steering.parse(
                                        Files.readString(files.get(queue)).strip()))
                                .as("%s queue %d", each.label(), queue)
                                .isEqualTo(masks.get(queue));
                    }
                }
                assertThat(steering.readBack(steered))
                        .containsEntry(
                                "XPS masks of the transmit queues of every veth",
                                Steering.mask(masks.get(0)) + " " + Steering.mask(masks.get(1)));
            }
            assertThat(topology.notInForce(TrafficPath.POD_TO_POD)).isEmpty();
        }
    }

    @Test
    void saysWhereThereIsNoQueueToSteerTo() throws Exception {
        try (HostChanges machine = new HostChanges(folder);
                Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology =
                    lab.topology(new TopologyKey(Datapaths.named("veth"), Offload.ofLevel("on"), 1500, 1, false, 2));
            assertThat(topology.notInForce(TrafficPath.POD_TO_POD)).isEmpty();
            assertThat(topology.notInForce(TrafficPath.NATIVE_TO_NATIVE))
                    .containsExactly(
                            "xps: no interface on the way of native-to-native has more than one transmit queue");
            assertThat(new Steering(machine)
                            .apply(topology, new SteeringSettings(new BitSet(), 0, List.of(core, core, core))))
                    .hasSize(topology.veths().size())
                    .allMatch(sentence -> sentence.endsWith(" has 2 transmit queues, not 3"));
        }
    }
}
