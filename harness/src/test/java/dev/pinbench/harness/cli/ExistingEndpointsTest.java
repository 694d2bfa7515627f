package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs between network namespaces that were there before, as somebody else's: pods of a lab that the test holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExistingEndpointsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MTU = 1420;

    /**
     * A network of its own, with a namespace that has a name and is joined to it. Runs the program twice: over lo with the
     * privileges of a rootless lab, then from the namespace to where it is itself.
     */
    private static final String OWN_NETWORK = """
            folder=$1 profile=$2
            shift 2
            mount -t tmpfs tmpfs /run && ip link set lo up && ip netns add web || exit 99
            ip link add host0 type veth peer name eth0 netns web || exit 99
            ip addr add 198.18.99.1/24 dev host0 && ip link set host0 up && ip route add default dev host0 || exit 99
            ip -n web addr add 198.18.99.2/24 dev eth0 && ip -n web link set eth0 up || exit 99
            "$@" run "$profile" --no-report --rootless --out "$folder/lo"
            echo "exit status $?" >&2
            "$@" run "$profile" --no-report --set endpoints.client=netns:web --out "$folder/web"
            echo "exit status $?" >&2
            web=$(ip netns exec web readlink /proc/self/ns/net)
            for process in /proc/[0-9]*; do
              test "$(readlink "$process/ns/net")" != "$web" || exit 98
            done
            """;

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit opens it before any test
    private Lab lab;

    @SuppressWarnings("NullAway.Init") // as above
    private Topology topology;

    @BeforeAll
    void open() throws Exception {
        lab = Lab.open(LabModes.preferred());
        topology = lab.topology(new TopologyKey(Datapaths.named("bridge"), Offload.ofLevel("on"), MTU, 1));
    }

    @AfterAll
    void close() {
        lab.close();
    }

    private Path profile(String client, String server) throws IOException {
        return Files.writeString(folder.resolve("existing.yaml"), """
                name: existing
                about: Can what is there already be measured?
                endpoints:
                  client: %s
                  server: %s
                vary: {client-core: %d, server-core: %d}
                traffic: {duration: 1s}
                blocks: 1
                """.formatted(
                        client, server, TinyProfile.CLIENT_CORE, TinyProfile.SERVER_CORE));
    }

    private static String at(LabNamespace namespace) {
        return "pid:" + namespace.anchorPid();
    }

    private Invocation run(Path profile, Path run, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", profile.toString(), "--no-report", "--out", run.toString()));
        arguments.addAll(List.of(more));
        return Invocation.of(arguments.toArray(String[]::new));
    }

    @Test
    void measuresBetweenProcessesOfOthersAndLeavesNothingThere() throws Exception {
        String client = at(topology.clientPod().namespace());
        LabNamespace pod = topology.serverPod().namespace();
        Path run = folder.resolve("pods");
        try (RunningProcess listener =
                RunningProcess.start(pod.command(List.of("iperf3", "-s")), RunningProcess.Stdin.NONE)) {
            long taker = ChildProcess.await(listener, "iperf3", PATIENCE);
            assertThat(Waiting.until(10, () -> listens(taker))).isTrue();
            List<String> before = tenants(pod);

            Invocation invocation = run(profile(client, at(pod)), run, "--set", "streams=processes:2");

            assertThat(tenants(pod)).isEqualTo(before);
            if (!LabModes.isRoot()) {
                assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
                assertThat(invocation.err())
                        .isEqualTo("pinbench: endpoint " + client + ": to measure in another network namespace than"
                                + " Pinbench's own needs root, and no --rootless\n");
                assertThat(run).doesNotExist();
                return;
            }
            assertThat(invocation.status()).as(invocation.err()).isZero();
            TrialRecord trial = RunDirectory.open(run).trials().get(0);
            assertUsable(trial);
            assertThat(trial.levels().get(Factor.PATH)).isEqualTo(client + "-to-" + at(pod));
            assertThat(List.of(Factor.DATAPATH, Factor.OFFLOAD, Factor.NODES, Factor.MTU))
                    .allMatch(factor -> trial.levels().get(factor).equals("existing"));
            assertThat(trial.receiver()).isEqualTo(new InterfaceName(at(pod), "eth0"));
            TrialPath way = RunDirectory.open(run).trialPath(trial.trial()).orElseThrow();
            assertThat(way.complete()).as("what lies between is not looked at").isFalse();
            assertThat(way.hops())
                    .extracting(hop -> hop.namespace() + "/" + hop.interfaceName())
                    .containsExactly(client + "/eth0", at(pod) + "/eth0");
            assertThat(way.hops().get(1).rx()).isNotNull();
            assertThat(trial.readBack())
                    .containsEntry("iperf3 port", "5202, as 5201 is taken by iperf3 (process " + taker + ")")
                    .hasEntrySatisfying(
                            at(pod) + "/eth0",
                            words -> assertThat(words).contains("gro=", "mtu=" + MTU, "threaded=0", "rps=0"));
            assertThat(trial.flags()).anySatisfy(flag -> assertThat(flag).contains("at an MTU of " + MTU));
        }
    }

    private static boolean listens(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "net", "tcp6"))) {
            return lines.anyMatch(line -> line.contains(":1451 "));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Names of the processes in a namespace. */
    private static List<String> tenants(LabNamespace namespace) throws IOException {
        Path own = Files.readSymbolicLink(Path.of("/proc", Long.toString(namespace.anchorPid()), "ns", "net"));
        return ProcessHandle.allProcesses()
                .map(each -> nameIfIn(own, Path.of("/proc", Long.toString(each.pid()))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> nameIfIn(Path network, Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).equals(network)
                    ? Optional.of(Files.readString(process.resolve("comm")).strip())
                    : Optional.empty();
        } catch (IOException goneOrOfAnotherUser) {
            return Optional.empty();
        }
    }

    @Test
    void whatIsNotThereIsNamedBeforeAnythingIsTouched() throws Exception {
        assertNotThere("pid:999999999", "native", "no process has the number 999999999");
        assertNotThere("native", "netns:no-such", "no network namespace is called no-such");
        assertNotThere(
                "native",
                "{at: native, address: 203.0.113.77}",
                "endpoints.server: native has no address 203.0.113.77; it has ");
        if (LabModes.isRoot()) {
            String pod = at(topology.clientPod().namespace());
            assertNotThere("pid:" + lab.holderPid(), pod, "no route leads from pid:" + lab.holderPid() + " to ");
            assertNotThere(
                    pod,
                    "{at: '" + at(topology.serverPod().namespace()) + "', address: 127.0.0.1}",
                    "endpoints.server: 127.0.0.1 leads from " + pod + " to itself");
        }
        Invocation dryRun = run(profile("native", "netns:no-such"), folder.resolve("none"), "--dry-run");
        assertThat(dryRun.status()).isEqualTo(ExitStatus.DONE);
        assertThat(dryRun.out())
                .contains("note: no network namespace is called no-such", "native-to-netns:no-such  existing  client");
    }

    private void assertNotThere(String client, String server, String problem) throws IOException {
        Path run = folder.resolve("not-there");
        Invocation invocation = run(profile(client, server), run);
        assertThat(invocation.err()).startsWith("pinbench: " + problem).hasLineCount(1);
        assertThat(invocation.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run).doesNotExist();
    }

    @Test
    void aRunIsResumedUntilItsEndpointEnds() throws Exception {
        if (!LabModes.isRoot()) {
            // An ordinary user gets no such run: the first test says what he gets.
            assertThat(run(profile("pid:1", "native"), folder.resolve("x")).status())
                    .isEqualTo(ExitStatus.MACHINE);
            return;
        }
        LabNamespace pod = topology.serverPod().namespace();
        Path run = folder.resolve("resumed");
        try (RunningProcess tenant = RunningProcess.start(pod.command(List.of("cat")), RunningProcess.Stdin.PIPE)) {
            long pid = ChildProcess.await(tenant, "cat", PATIENCE);
            String client = at(topology.clientPod().namespace());
            String profile = profile(client, "pid:" + pid).toString();
            List<String> before = tenants(pod);
            try (ChildRun child =
                    ChildRun.start(folder, "run", profile, "--blocks", "9", "--out", run.toString(), "--no-report")) {
                child.until("a trial was stored", () -> child.said("[1/9]"));
                child.kill();
                child.assertNothingLeft();
            }
            assertThat(tenants(pod)).isEqualTo(before);
            try (ChildRun child = ChildRun.start(folder, "resume", "--no-report", run.toString())) {
                child.until("a further trial was stored", () -> child.said("[2/9]") || child.said("[3/9]"));
                ChildRun.signal("KILL", pid);
                assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.BAD_INPUT);
                assertThat(child.err().lines())
                        .last()
                        .asString()
                        .startsWith("pinbench: endpoint pid:" + pid + ": its process " + pid + " has ended")
                        .contains(" of 9 trials are stored; once mended, finish with: pinbench resume " + run);
                child.assertNothingLeft();
            }
        }
        RunDirectory directory = RunDirectory.open(run);
        assertThat(directory.manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(directory.trials()).hasSizeBetween(2, 8).allSatisfy(trial -> {
            assertThat(trial.status()).isEqualTo(TrialStatus.DONE);
            assertThat(trial.invalidReasons())
                    .allMatch(reason -> reason.contains("has ended") || reason.startsWith("the hypervisor took"));
        });
        Invocation again = Invocation.of("resume", run.toString());
        assertThat(again.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(again.err()).startsWith("pinbench: no process has the number ");
    }

    @Test
    void measuresOverLoAndFromANamespaceWithAName() throws Exception {
        List<String> argv = new ArrayList<>(List.of("unshare", "--net", "--mount"));
        if (!LabModes.isRoot()) {
            argv.addAll(List.of("--user", "--map-root-user"));
        }
        argv.addAll(List.of(
                "sh",
                "-c",
                OWN_NETWORK,
                "sh",
                folder.toString(),
                profile("native", "native").toString()));
        argv.addAll(ChildRun.java());
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isZero();
            assertThat(child.err().lines().filter(line -> line.startsWith("exit")))
                    .as(child.err())
                    .containsExactly("exit status 0", "exit status 0");
            child.assertNothingLeft();
        }
        TrialRecord lo = RunDirectory.open(folder.resolve("lo")).trials().get(0);
        assertUsable(lo);
        assertThat(lo.levels().get(Factor.PATH)).isEqualTo("native-to-native");
        assertThat(lo.receiver()).isEqualTo(new InterfaceName("native", "lo"));
        TrialRecord web = RunDirectory.open(folder.resolve("web")).trials().get(0);
        assertUsable(web);
        assertThat(web.levels().get(Factor.PATH)).isEqualTo("netns:web-to-native");
        assertThat(web.receiver()).isEqualTo(new InterfaceName("native", "host0"));
        assertThat(web.readBack())
                .hasEntrySatisfying("server", words -> assertThat(words).startsWith("native: host0 198.18.99.1, net:["))
                .hasEntrySatisfying(
                        "client", words -> assertThat(words).startsWith("netns:web: eth0 198.18.99.2, net:["));
    }

    /** Steal may spoil a trial on a busy virtual machine; nothing else may. */
    private static void assertUsable(TrialRecord trial) {
        assertThat(trial.status()).as(String.valueOf(trial.error())).isEqualTo(TrialStatus.DONE);
        assertThat(trial.invalidReasons()).allMatch(reason -> reason.startsWith("the hypervisor took"));
        assertThat(trial.metrics().goodputBps()).isPositive();
    }
}
