package dev.pinbench.harness.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabInterface;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.KernelLinks.KernelLink;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every registered datapath: it moves traffic, and over exactly the interfaces that it tells of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatapathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MTU = 1500;
    /** What iperf3 is told to send; it ends once all is in its socket, of which the last may never leave. */
    private static final int BYTES = 1 << 20;

    private static final int SOCKET_BUFFER_BYTES = 64 << 10;
    private static final int LEAST_BYTES = BYTES * 3 / 4;
    /** An acknowledgement for every segment: where packets go back another way, they are seen there alone. */
    private static final int MOST_ACKNOWLEDGED_BYTES = BYTES / 10;

    private static final int ETHERNET_HEADER_BYTES = 14;

    private final Map<Boolean, Lab> labs = new HashMap<>();

    @AfterAll
    void close() {
        labs.values().forEach(Lab::close);
    }

    private Lab lab(boolean rootless) throws Exception {
        Lab lab = labs.get(rootless);
        if (lab == null) {
            lab = Lab.open(rootless);
            labs.put(rootless, lab);
        }
        return lab;
    }

    private static Stream<Datapath> supported(boolean rootless) {
        return Datapaths.all().stream().filter(each -> lacking(each, rootless).isEmpty());
    }

    private static List<Lack> lacking(Datapath datapath, boolean rootless) {
        try {
            return datapath.lacking(rootless);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Arguments> everyWay() {
        boolean rootless = LabModes.preferred();
        return supported(rootless)
                .flatMap(datapath -> Stream.of(1, 2)
                        .flatMap(nodes -> Stream.of(TrafficPath.values())
                                // which no datapath has a part in
                                .filter(path -> path != TrafficPath.NATIVE_TO_NATIVE
                                        || datapath.name().equals("veth"))
                                .map(path -> Arguments.of(datapath.name(), nodes, path))));
    }

    /** Of two modes the other: everyWay has the preferred one. */
    static Stream<Arguments> rootless() {
        return supported(true).map(datapath -> Arguments.of(true, datapath.name()));
    }

    /** With offloads off, so that segments are cut wherever the datapath cuts them. */
    @ParameterizedTest
    @MethodSource("everyWay")
    void trafficCrossesWhatWasDeclaredAndNothingElse(String name, int nodes, TrafficPath path) throws Exception {
        Datapath datapath = Datapaths.named(name);
        Topology topology = lab(LabModes.preferred())
                .topology(new TopologyKey(datapath, carrying(datapath, path, "off"), MTU, nodes));
        assertThat(topology.notInForce(path))
                .allMatch(each -> name.equals("macvlan") && nodes == 1, "nothing cuts for macvlan on one node");

        Map<LabInterface, KernelLink> before = KernelLinks.of(topology);
        move(topology, path, Integer.toString(BYTES));
        Map<LabInterface, KernelLink> after = KernelLinks.of(topology);

        assertThat(after.keySet()).isEqualTo(before.keySet());
        List<String> crossed = new ArrayList<>();
        after.forEach((at, link) -> {
            long bytes = link.bytes() - before.getOrDefault(at, link).bytes();
            assertThat(bytes)
                    .as("%s sees either the whole transfer or at most its acknowledgements", at.label())
                    .matches(count -> count >= LEAST_BYTES || count <= MOST_ACKNOWLEDGED_BYTES);
            if (bytes >= LEAST_BYTES) {
                if (cutsItself(topology, at)) {
                    assertThat(bytes
                                    / (link.packets()
                                            - before.getOrDefault(at, link).packets()))
                            .as("bytes per packet at %s", at.label())
                            .isLessThanOrEqualTo(MTU + ETHERNET_HEADER_BYTES);
                }
                crossed.add(at.label() + " " + link.kind());
            }
        });
        List<Hop> declared = topology.hops(path);
        assertThat(declared)
                .extracting(hop -> hop.at().label() + " " + hop.kind())
                .containsExactlyInAnyOrderElementsOf(crossed);
        assertThat(declared.get(0).at()).isEqualTo(end(topology.client(path)));
        assertThat(declared.get(declared.size() - 1).at()).isEqualTo(end(topology.server(path)));
    }

    /** As the kernel makes interfaces, without privileges; every interface of the namespaces is known. */
    @ParameterizedTest
    @MethodSource("rootless")
    void podsTalkAsTheKernelMakesThem(boolean rootless, String name) throws Exception {
        Datapath datapath = Datapaths.named(name);
        TrafficPath path = TrafficPath.POD_TO_POD;
        Topology topology = lab(rootless).topology(new TopologyKey(datapath, carrying(datapath, path, "on"), MTU, 2));

        assertThat(topology.notInForce(path)).isEmpty();
        move(topology, path, "64K");

        assertThat(topology.ended()).isEmpty();
        assertThat(topology.interfaces())
                .containsAll(KernelLinks.of(topology).keySet().stream()
                        .filter(each -> !each.name().equals("lo"))
                        .toList());
    }

    @Test
    void everyOneHasAPageAndSaysWhatItStandsForOrLacks() {
        Path pages = Path.of(System.getProperty("pinbench.root", "..")).resolve("docs/datapaths");
        assertThat(Datapaths.names()).hasSameSizeAs(Datapaths.all());
        assertThat(Datapaths.all()).allSatisfy(datapath -> {
            assertThat(datapath.name()).matches("[a-z][a-z0-9-]*").isNotEqualTo("all");
            assertThat(datapath.standsFor()).isNotBlank().doesNotEndWith(".");
            Path page = pages.resolve(datapath.name() + ".md");
            assertThat(page).exists();
            assertThat(Files.readString(page)).startsWith("# `" + datapath.name() + "`");
            for (boolean rootless : LabModes.available()) {
                assertThat(lacking(datapath, rootless)).allSatisfy(lack -> {
                    assertThat(lack.what()).isNotBlank();
                    assertThat(lack.mend()).isNotBlank();
                });
            }
        });
    }

    /** A device that cannot do without TSO says so, or hands on to one that can. */
    @Test
    void macvlanIsCutAtTheWireOrNotAtAll() throws Exception {
        Datapath macvlan = Datapaths.named("macvlan");
        if (!lacking(macvlan, LabModes.preferred()).isEmpty()) {
            return;
        }
        Lab lab = lab(LabModes.preferred());
        Topology one = lab.topology(new TopologyKey(macvlan, Offload.ofLevel("off"), MTU, 1));
        assertThat(one.notInForce())
                .hasSize(3)
                .allMatch(each ->
                        each.matches("offload tso is not off on t\\d+-(pod-a/eth0|pod-b/eth0|node-a/macvlan0)"));
        Topology two = lab.topology(new TopologyKey(macvlan, Offload.ofLevel("off"), MTU, 2));
        assertThat(two.notInForce()).isEmpty();
        assertThat(two.readBack().get(end(two.clientPod()).label()))
                .contains("tso=on")
                .contains("(segments are cut below)");
    }

    /** A macvlan device holds TSO on; the device below it cuts, or none does. */
    private static boolean cutsItself(Topology topology, LabInterface at) {
        return String.valueOf(topology.readBack().get(at.label())).contains("tso=off");
    }

    /** The level, with what the datapath needs to carry anything where the path is over it. */
    private static Offload carrying(Datapath datapath, TrafficPath path, String level) {
        return Offload.ofLevel(level).with(path == TrafficPath.NATIVE_TO_NATIVE ? Map.of() : datapath.carriesTcpWith());
    }

    private static LabInterface end(LabEndpoint endpoint) {
        return new LabInterface(endpoint.namespace(), endpoint.interfaceName());
    }

    private static void move(Topology topology, TrafficPath path, String bytes) throws Exception {
        LabEndpoint client = topology.client(path);
        LabEndpoint server = topology.server(path);
        try (RunningProcess listening = RunningProcess.start(
                server.command(List.of("iperf3", "-s", "-1", "--forceflush")), RunningProcess.Stdin.NONE)) {
            ChildProcess.await(listening, "iperf3", PATIENCE);
            assertThat(listening.awaitStdout(text -> text.contains("Server listening"), PATIENCE))
                    .isTrue();
            CommandResult sent = client.namespace()
                    .run(List.of(
                            "iperf3",
                            "-c",
                            server.address(),
                            "-n",
                            bytes,
                            "-w",
                            Integer.toString(SOCKET_BUFFER_BYTES)));
            assertThat(sent.exitCode()).as(sent.stdout() + sent.stderr()).isZero();
        }
    }
}
