package dev.pinbench.harness.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.process.RunningProcess;
import dev.pinbench.harness.targets.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        return inspect(topology, Optional.empty());
    }

    private static Inspection inspect(Topology topology, Optional<Duration> interval) throws Exception {
        String target = "pid:" + topology.clientPod().namespace().anchorPid();
        return Inspector.inspect(
                target,
                Target.parse(target).orElseThrow(),
                Optional.of(topology.serverPod().address()),
                interval);
    }

    /** In the words of the lab, which reads its interfaces back by itself. */
    private static List<String> states(Hop hop) {
        Map<String, Settings.Offload> offloads = hop.settings().offloads();
        return List.of(
                "tso=" + state(offloads, "tso"),
                "gso=" + state(offloads, "gso"),
                "gro=" + state(offloads, "gro"),
                "tx=" + state(offloads, "tx-checksum"));
    }

    private static String state(Map<String, Settings.Offload> offloads, String name) {
        Settings.Offload offload = offloads.get(name);
        return offload == null ? "unknown" : offload.on() ? "on" : "off";
    }

    private static List<String> hops(Inspection inspection) {
        return inspection.hops().stream().map(Hop::label).toList();
    }

    static Stream<Arguments> everyTopology() throws InterruptedException {
        List<Arguments> topologies = new ArrayList<>();
        for (Datapath datapath : Datapaths.all()) {
            if (datapath.lacking(LabModes.preferred()).isEmpty()) {
                topologies.add(Arguments.of(datapath.name(), 1));
                topologies.add(Arguments.of(datapath.name(), 2));
            }
        }
        return topologies.stream();
    }

    @ParameterizedTest
    @MethodSource("everyTopology")
    void theHopsAreThoseThatWereBuiltInTheirOrder(String datapath, int nodes) throws Exception {
        Topology topology = topology(datapath, nodes);
        List<String> declared = topology.hops(TrafficPath.POD_TO_POD).stream()
                .map(hop -> hop.at().label())
                .toList();

        Inspection inspection = betweenPods(topology);

        String drawing = InspectionText.render(inspection);
        assertThat(drawing.lines()).allMatch(line -> line.length() <= 80);
        assertThat(inspection.hops()).as(drawing).allSatisfy(hop -> {
            assertThat(topology.readBack().get(hop.label()))
                    .contains(states(hop))
                    .contains(" mtu=" + hop.device().mtuBytes() + " ");
            assertThat(hop.device().up()).isTrue();
            assertThat(hop.settings().driver()).isNotNull();
            assertThat(hop.settings().rps())
                    .as("receive queues of " + hop.label())
                    .containsKey("rx-0");
            assertThat(hop.counts()).isNull();
        });
        if (datapath.equals("ovs-kernel")) {
            assertThat(inspection.complete()).as(drawing).isFalse();
            assertThat(hops(inspection)).as(drawing).isEqualTo(declared.subList(0, 2));
            assertThat(inspection.end())
                    .startsWith("Open vSwitch in the kernel takes what comes in by veth-a, a port of ovs-system");
            return;
        }
        if (datapath.startsWith("ovs")) {
            // The kernel knows no more than that the frame came in: the rest is Open vSwitch's, in user space.
            assertEndsAtTheSwitch(inspection, declared);
            return;
        }
        assertThat(inspection.complete()).as(drawing).isTrue();
        assertThat(inspection.from()).isEqualTo(topology.clientPod().address());
        assertThat(inspection.end())
                .isEqualTo("reaches " + topology.serverPod().address() + " in "
                        + topology.serverPod().namespace().name());
        if (datapath.equals("ebpf")) {
            // What programs redirect goes past the node's end of the pair, by which routes would lead.
            assertThat(hops(inspection))
                    .as(drawing)
                    .containsSubsequence(declared)
                    .hasSize(declared.size() + 1);
            assertThat(inspection.hops().get(1).programs()).as(drawing).isNotEmpty();
        } else {
            assertThat(hops(inspection)).as(drawing).isEqualTo(declared);
        }
    }

    private static void assertEndsAtTheSwitch(Inspection inspection, List<String> declared) throws Exception {
        String drawing = InspectionText.render(inspection);
        assertThat(inspection.complete()).as(drawing).isFalse();
        assertThat(hops(inspection)).as(drawing).isEqualTo(declared.subList(0, 2));
        assertThat(inspection.hops().get(0).readers()).as(drawing).isEmpty();
        assertThat(inspection.hops().get(1).readers()).as(drawing).hasSize(1);
        Reader reader = inspection.hops().get(1).readers().get(0);
        assertThat(reader.by()).isEqualTo(Reader.By.PACKET_SOCKET);
        assertThat(reader.process())
                .startsWith("ovs-vswitchd")
                .isEqualTo(Files.readString(Path.of("/proc/" + reader.pid() + "/comm"))
                        .strip());
        assertThat(inspection.end())
                .as(drawing)
                .startsWith("Open vSwitch in user space takes what comes in by ")
                .contains(": " + reader.process() + " (pid " + reader.pid() + ") reads it");
        assertThat(drawing).contains("read by  " + reader.label() + " by packet socket");
    }

    /** The kernel has a route for what comes in by a port, and takes it if nobody knows better. */
    @Test
    void openVswitchIsKnownByItsSocketWhateverTheNeighbourEntrySays() throws Exception {
        if (!Datapaths.named("ovs").lacking(LabModes.preferred()).isEmpty()) {
            assertThat(everyTopology()).noneMatch(each -> "ovs".equals(each.get()[0]));
            return;
        }
        Topology topology = topology("ovs", 2);
        LabNamespace pod = topology.clientPod().namespace();
        String portsMac = topology.clientNode()
                .namespace()
                .run(List.of("cat", "/sys/class/net/veth-a/address"))
                .stdout()
                .strip();
        List<String> declared = topology.hops(TrafficPath.POD_TO_POD).stream()
                .map(hop -> hop.at().label())
                .toList();

        pod.require(List.of("ip", "neigh", "flush", "dev", "eth0"), "");
        assertEndsAtTheSwitch(betweenPods(topology), declared);
        List<String> entry = List.of("neigh", "replace", "198.18.1.1", "lladdr", portsMac, "dev", "eth0");
        pod.require(Stream.concat(Stream.of("ip"), entry.stream()).toList(), "");
        assertEndsAtTheSwitch(betweenPods(topology), declared);
        pod.require(List.of("ip", "neigh", "flush", "dev", "eth0"), "");

        String node = "pid:" + topology.clientNode().namespace().anchorPid();
        Inspection fromNode = Inspector.inspect(
                node,
                Target.parse(node).orElseThrow(),
                Optional.of(topology.clientPod().address()),
                Optional.empty());
        assertThat(hops(fromNode)).containsExactly(declared.get(2));
        assertThat(fromNode.complete()).isFalse();
        Reader holder = fromNode.hops().get(0).readers().get(0);
        assertThat(holder.process()).isEqualTo("ovs-vswitchd");
        assertThat(holder.by()).isEqualTo(Reader.By.TUN_FILE);
        assertThat(fromNode.end())
                .isEqualTo("handed to user space by the tap br0, to " + holder.label() + ", which is not followed");
    }

    @Test
    void packetsAreCountedAtEachHopWhileTrafficRuns() throws Exception {
        Topology topology = topology("veth", 2);
        String flood =
                "while :; do printf hello >/dev/udp/" + topology.serverPod().address() + "/9; done";
        Inspection inspection;
        try (RunningProcess traffic = RunningProcess.start(
                topology.clientPod().command(List.of("bash", "-c", flood)), RunningProcess.Stdin.NONE)) {
            inspection = inspect(topology, Optional.of(Duration.ofMillis(400)));
            assertThat(traffic.isAlive()).isTrue();
        }

        assertThat(inspection.intervalSeconds()).isBetween(0.4, 5.0);
        assertThat(inspection.hops()).hasSize(6).allSatisfy(hop -> {
            Hop.Counts counts = Objects.requireNonNull(hop.counts(), hop.label());
            assertThat((hop.sends() ? counts.tx() : counts.rx()).packets())
                    .as(hop.label())
                    .isPositive();
        });
    }

    /** What is done to the interfaces here stays: the topology is one that no other test uses. */
    @Test
    void aHostileNameAndAProgramAreFoundAndShownHarmless() throws Exception {
        Topology topology = lab.topology(new TopologyKey(Datapaths.named("veth"), Offload.ofLevel("on"), MTU + 1, 1));
        LabNamespace node = topology.clientNode().namespace();
        String hostile = "-\u001b[2J\"'\\\u202e";
        for (List<String> change : List.of(List.of("down"), List.of("name", hostile), List.of("up"))) {
            List<String> argv = new ArrayList<>(
                    List.of("ip", "link", "set", "dev", change.get(0).equals("up") ? hostile : "veth-b"));
            argv.addAll(change);
            node.require(argv, "");
        }
        node.require(List.of("tc", "qdisc", "add", "dev", hostile, "clsact"), "");
        node.require(
                List.of("tc", "filter", "add", "dev", hostile, "egress", "bpf", "bytecode", "1,6 0 0 4294967295,"), "");

        Inspection inspection = betweenPods(topology);

        String drawing = InspectionText.render(inspection);
        assertThat(inspection.hops()).as(drawing).hasSize(4);
        Hop hop = inspection.hops().get(2);
        assertThat(hop.device().name()).isEqualTo(hostile);
        assertThat(hop.programs()).extracting(Program::hook).containsExactly("clsact/egress");
        assertThat(hop.settings().rps()).isNotEmpty();
        assertThat(hop.settings().offloads()).containsKey("tso");
        assertThat(drawing).contains("-\\u001b[2J\"'\\\\\\u202e").doesNotContain("\u001b", "\u202e");
        assertThat(InspectionJson.render(inspection)).doesNotContain("\u001b");
    }
}
