package dev.pinbench.harness.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabInterface;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.process.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program; where it cannot capture without root, that it says so. */
class TcpdumpTest {
    private static final long BUFFER_BYTES = 4 << 20;

    @TempDir
    Path folder;

    private static LabInterface pod(Lab lab) throws Exception {
        Topology topology = lab.topology(new TopologyKey(Datapaths.named("veth"), Offload.ofLevel("on"), 1500, 1));
        return new LabInterface(topology.clientPod().namespace(), "eth0");
    }

    @Test
    void oneThatEndsByItselfIsToldWithItsExitStatus() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred());
                Tcpdump tcpdump = Tcpdump.start(pod(lab), folder.resolve("pod.pcap"), BUFFER_BYTES)) {
            if (!LabModes.isRoot()) {
                assertThatThrownBy(tcpdump::awaitListening).hasMessageContaining("run as root");
                return;
            }
            tcpdump.awaitListening();

            Signals.send("KILL", tcpdump.pid());

            assertThatThrownBy(tcpdump::stop)
                    .isInstanceOf(CaptureException.class)
                    .hasMessage("capture at t1-pod-a/eth0: tcpdump ended with exit status 137 and said nothing");
        }
    }

    @Test
    void aSilentInterfaceGivesAFileWithoutFrames() throws Exception {
        Path file = folder.resolve("pod.pcap");
        try (Lab lab = Lab.open(LabModes.preferred());
                Tcpdump tcpdump = Tcpdump.start(pod(lab), file, BUFFER_BYTES)) {
            if (!LabModes.isRoot()) {
                assertThatThrownBy(tcpdump::awaitListening).hasMessageContaining("run as root");
                return;
            }
            tcpdump.awaitListening();

            assertThat(tcpdump.stop()).isEqualTo(new CaptureStatistics(0, 0, 0));
            assertThat(Files.size(file)).as("the header alone").isEqualTo(24);
        }
    }

    @Test
    void anInterfaceThatIsNotThereIsToldInItsWords() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred());
                Tcpdump tcpdump = Tcpdump.start(
                        new LabInterface(pod(lab).namespace(), "no-such"), folder.resolve("x.pcap"), BUFFER_BYTES)) {
            assertThatThrownBy(tcpdump::awaitListening)
                    .isInstanceOf(CaptureException.class)
                    .hasMessageStartingWith(
                            "capture at t1-pod-a/no-such: tcpdump ended with exit status 1: tcpdump: no-such: ");
        }
    }
}
