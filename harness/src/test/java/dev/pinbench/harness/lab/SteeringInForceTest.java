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
            SteeringSettings steered = new SteeringSettings(core, 0);
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
            SteeringSettings steered = new SteeringSettings(new BitSet(), 4096);
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
}
