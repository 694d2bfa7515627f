package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.lab.datapath.Lack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab on the real kernel, with privileges (where the tests have them) and without. */
class LabTest {

    static List<Boolean> modes() {
        return LabModes.available();
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
                            .endsWith("mtu=1400 threaded=0"));
            Topology on = lab.topology(key("bridge", "on", 1400, 2));
            assertThat(on.readBack().get(on.interfaces().get(0).label())).startsWith("tso=on gso=on");
        }
    }

    @Test
    void offloadsAreSwitchedAtNamedHopsOnly() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology checksum = lab.topology(key("veth", "tx=off@pod-a/eth0+wire", 1500, 2));
            assertThat(checksum.notInForce()).isEmpty();
            assertThat(checksum.readBack())
                    .allSatisfy((label, state) -> assertThat(state)
                            .as(label)
                            .contains(label.endsWith("pod-a/eth0") || label.endsWith("/wire") ? " tx=off" : " tx=on"));
            Topology tunnel = lab.topology(key("vxlan", "tx-udp_tnl-segmentation=off@wire", 1500, 2));
            assertThat(tunnel.notInForce()).isEmpty();
            assertThat(tunnel.readBack().get("t2-node-a/wire")).contains(" tx-udp_tnl-segmentation=off ");
            assertThat(tunnel.readBack().get("t2-node-a/veth-a")).contains(" tx-udp_tnl-segmentation=on ");
            assertThat(lab.topology(key("veth", "tx=off@flannel.1", 1500, 1)).notInForce())
                    .containsExactly("no interface is called flannel.1 here, of which offloads are asked");
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

    @ParameterizedTest
    @MethodSource("modes")
    void adoptsTheNetworkThatThisProgramIsIn(boolean rootless) throws Exception {
        try (Lab lab = Lab.open(rootless)) {
            LabNamespace own = lab.adopt("native", List.of());

            for (String file : List.of("mtu", "ifindex", "threaded")) {
                assertThat(own.sysClassNet("lo").resolve(file))
                        .hasSameTextualContentAs(Path.of("/sys/class/net/lo", file));
            }
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

    @Test
    void aDaemonIsAwaitedItsEndIsToldAndItDiesWithTheLab() throws Exception {
        long daemon;
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = lab.topology(new TopologyKey(new Listening(false), Offload.ofLevel("on"), 1500, 1));
            daemon = topology.daemons().get(0).pid();
            assertThat(listens(daemon)).isTrue();
            assertThat(topology.ended()).isEmpty();
        }
        assertThat(ProcessHandle.of(daemon)).isEmpty();
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = lab.topology(new TopologyKey(new Listening(false), Offload.ofLevel("on"), 1500, 1));
            Daemon ended = topology.daemons().get(0);
            ProcessHandle.of(ended.pid()).orElseThrow().destroyForcibly();

            assertThatThrownBy(() -> ended.await("a miracle", () -> false))
                    .isInstanceOf(LabException.class)
                    .hasMessage("lab: iperf3 in t1-pod-b ended with exit status 137 before there was a miracle"
                            + " and said nothing");
            assertThat(topology.ended()).containsExactly("iperf3 in t1-pod-b has ended");
        }
    }

    @Test
    void aDaemonThatPollsIsStoppedWhileAnotherTopologyIsUsed() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            TopologyKey polling = new TopologyKey(new Listening(true), Offload.ofLevel("on"), 1500, 1);
            Daemon daemon = lab.topology(polling).daemons().get(0);
            assertThat(isStopped(daemon)).isFalse();

            lab.topology(key("veth", "on", 1500, 1));
            daemon.await("a stop", () -> isStopped(daemon));
            lab.topology(polling);
            daemon.await("an end of the stop", () -> !isStopped(daemon));

            lab.topology(key("veth", "on", 1500, 1));
            daemon.await("a stop", () -> isStopped(daemon));
            ProcessHandle.of(daemon.pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> daemon.await("a miracle", () -> false))
                    .as("its wrappers have not stopped")
                    .hasMessageContaining("before there was a miracle");
        }
    }

    private static boolean isStopped(Daemon daemon) throws LabException {
        try {
            return Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "stat"))
                    .contains(") T ");
        } catch (IOException e) {
            throw new LabException("no state", e);
        }
    }

    /** Whether anything listens on iperf3's port, 5201, in the network namespace of a process. */
    private static boolean listens(long pid) throws LabException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "net/tcp6"))) {
            return lines.anyMatch(line -> line.contains(":1451 ") && line.contains(" 0A "));
        } catch (IOException e) {
            throw new LabException("no sockets", e);
        }
    }

    /** A veth datapath whose pod needs a daemon. */
    private record Listening(boolean polls) implements Datapath {

        @Override
        public String name() {
            return "listening";
        }

        @Override
        public String standsFor() {
            return "a pod with a daemon";
        }

        @Override
        public List<Lack> lacking(boolean rootless) {
            return List.of();
        }

        @Override
        public void shape(TopologyBuilder topology) throws LabException, InterruptedException {
            Datapaths.named("veth").shape(topology);
            List<String> argv = List.of("iperf3", "-s");
            Daemon daemon =
                    polls ? topology.startPolling(topology.podB(), argv) : topology.start(topology.podB(), argv);
            daemon.await("a listening socket", () -> listens(daemon.pid()));
        }
    }

    private static TopologyKey key(String datapath, String offload, int mtuBytes, int nodes) {
        return new TopologyKey(Datapaths.named(datapath), Offload.ofLevel(offload), mtuBytes, nodes);
    }
}
