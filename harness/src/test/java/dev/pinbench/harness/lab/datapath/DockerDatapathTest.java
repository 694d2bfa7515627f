package dev.pinbench.harness.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.Daemon;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Executables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beyond what every datapath is tested for: that the Engine in the lab is Docker's, by what it says of itself. */
class DockerDatapathTest {
    private static final int MTU = 9000;

    private final Datapath docker = Datapaths.named("docker");

    @Test
    void containersOfThisMachinesIperf3AreThePods() throws Exception {
        if (!docker.lacking(LabModes.preferred()).isEmpty()) {
            assertThat(docker.lacking(LabModes.preferred()))
                    .allMatch(lack -> lack.text().contains("; mend with: "));
            return;
        }
        try (Lab lab = Lab.open(LabModes.preferred())) {
            TopologyKey key = key(docker, "tso=off@docker0+pod-a/eth0");
            Topology topology = lab.topology(key);
            LabNamespace node = topology.clientNode().namespace();
            List<String> pods =
                    List.of(topology.clientPod().name(), topology.serverPod().name());

            assertThat(topology.notInForce()).as("MTU and offloads").isEmpty();
            assertThat(topology.hops(TrafficPath.POD_TO_NATIVE))
                    .extracting(hop -> String.valueOf(
                                    topology.readBack().get(hop.at().label()))
                            .replaceAll(" .*", ""))
                    .containsExactly("tso=off", "tso=on", "tso=off");
            assertThat(said(node, DockerEngine.docker("ps", "--format", "{{.Names}} {{.Image}} {{.State}}"))
                            .lines())
                    .containsExactlyInAnyOrder(pods.get(0) + " pod running", pods.get(1) + " pod running");
            assertThat(said(node, DockerEngine.docker("image", "ls", "--quiet")).lines())
                    .hasSize(1);
            assertThat(said(node, DockerEngine.docker("exec", pods.get(1), iperf3(), "--version"))
                            .lines())
                    .first()
                    .isEqualTo(Commands.runOrThrow(List.of("iperf3", "--version"), Duration.ofSeconds(5))
                            .stdout()
                            .lines()
                            .findFirst()
                            .orElseThrow());
            assertThat(said(
                                    node,
                                    DockerEngine.docker(
                                            "network",
                                            "inspect",
                                            "bridge",
                                            "--format",
                                            "{{range .Containers}}{{.IPv4Address}} {{end}}"))
                            .strip()
                            .split(" ", -1))
                    .containsExactlyInAnyOrder(
                            topology.clientPod().address() + "/24",
                            topology.serverPod().address() + "/24");
            assertThat(said(node, List.of("iptables-save")))
                    .contains(":FORWARD DROP", "-A POSTROUTING -s 198.18.1.0/24 ! -o docker0 -j MASQUERADE");

            lab.topology(key(Datapaths.named("veth"), "on"));
            Daemon containerd = topology.daemons().get(0);
            assertThat(containerd.label()).isEqualTo("/run/docker/containerd in " + node.name());
            assertThat(Files.readString(Path.of("/proc", Long.toString(containerd.pid()), "stat")))
                    .as("stopped meanwhile")
                    .contains(" (containerd) T ");
            assertThat(lab.topology(key)).isSameAs(topology);
            assertThat(said(node, DockerEngine.docker("exec", pods.get(0), iperf3(), "--version")))
                    .startsWith("iperf 3");
            assertThat(topology.ended()).isEmpty();
        }
    }

    @Test
    void whoIsNotRootIsTold() throws Exception {
        assertThat(docker.lacking(true).get(0))
                .isEqualTo(new Lack("a Docker Engine needs root", "run again with sudo"));
    }

    private static TopologyKey key(Datapath datapath, String offload) {
        return new TopologyKey(datapath, Offload.ofLevel(offload), MTU, 1);
    }

    private static String iperf3() {
        return Executables.find("iperf3").orElseThrow().toString();
    }

    private static String said(LabNamespace node, List<String> argv) throws Exception {
        CommandResult result = node.run(argv);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }
}
