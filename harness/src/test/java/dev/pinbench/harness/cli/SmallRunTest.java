package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TaskPlacement;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.lab.LabModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small runs from profile to report. */
class SmallRunTest {
    private static final double LARGEST_FRAME_BYTES = 1514;

    @TempDir
    Path folder;

    static List<Boolean> modes() {
        return LabModes.available();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void leavesACompleteRunDirectory(boolean rootless) throws Exception {
        Path run = folder.resolve("run");
        String allowed = allowedCores();
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "offload=on,off",
                "--blocks",
                "1",
                "--out",
                run.toString()));
        if (rootless) {
            arguments.add("--rootless");
        }

        Invocation invocation = Invocation.of(arguments.toArray(String[]::new));

        assertThat(invocation.status()).as(invocation.err()).isZero();
        RunDirectory directory = RunDirectory.open(run);
        assertThat(directory.manifest().status()).isEqualTo(RunStatus.DONE);
        assertThat(directory.manifest().rootless()).isEqualTo(rootless);
        assertComplete(run, directory);
        assertThat(invocation.errLines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("tiny: 2 trials in 1 block")
                .contains("kernel", "iperf3 3.", "seed 42");
        assertThat(invocation.errLines().get(2)).startsWith("[2/2] block 1").contains("bit/s");
        assertThat(invocation.out())
                .contains("offload", "Gbit/s", "Report: " + run.resolve("report.html"))
                .doesNotContain("\u001b");
        assertThat(allowedCores())
                .as("cores that this process may use afterwards")
                .isEqualTo(allowed);
    }

    private static void assertComplete(Path run, RunDirectory directory) throws IOException {
        List<TrialRecord> trials = directory.trials();
        assertThat(trials)
                .extracting(TrialRecord::trial)
                .containsExactlyElementsOf(directory.manifest().plan().stream()
                        .map(PlannedTrial::trial)
                        .toList());
        assertThat(Files.readAllLines(run.resolve("trials.csv")))
                .hasSize(1 + trials.size())
                .first()
                .asString()
                .startsWith("trial,block,order,path,datapath,client_core");
        for (TrialRecord trial : trials) {
            assertUsable(trial);
            assertThat(directory.frames(trial.trial()).cpu()).isNotEmpty();
            assertThat(directory.attachment(trial.trial(), "iperf3-client.json"))
                    .isPresent();
            assertThat(directory.attachment(trial.trial(), "iperf3-server.json"))
                    .isPresent();
            assertWay(directory, trial);
            Double bytesPerPacket = trial.metrics().bytesPerPacket();
            if (trial.levels().get(Factor.OFFLOAD).equals("off")) {
                assertThat(bytesPerPacket).isPositive().isLessThanOrEqualTo(LARGEST_FRAME_BYTES);
            } else {
                assertThat(bytesPerPacket).isGreaterThan(LARGEST_FRAME_BYTES);
            }
        }
        assertThat(run.resolve("analysis.json")).isNotEmptyFile();
        assertThat(Files.readString(run.resolve("report.html"))).startsWith("<!DOCTYPE html>");
        try (Stream<Path> charts = Files.list(run.resolve("charts"))) {
            assertThat(charts.map(chart -> chart.getFileName().toString()))
                    .contains("path-bridge-2-nodes.svg", "path-bridge-2-nodes.png");
        }
    }

    /** Every hop between the ends carried what arrived: payload one way, acknowledgements the other. */
    private static void assertWay(RunDirectory directory, TrialRecord trial) throws IOException {
        TrialPath way = directory.trialPath(trial.trial()).orElseThrow();
        assertThat(way.complete()).isTrue();
        assertThat(way.hops())
                .extracting(hop -> hop.namespace().replaceFirst("t\\d+-", "") + "/" + hop.interfaceName())
                .startsWith("pod-a/eth0")
                .containsSubsequence("node-a/wire", "node-b/wire")
                .hasSizeGreaterThan(4);
        TrialPath.Hop last = way.hops().get(way.hops().size() - 1);
        assertThat(new InterfaceName(last.namespace(), last.interfaceName())).isEqualTo(trial.receiver());
        TrialPath.Counts arrived = Objects.requireNonNull(last.rx());
        assertThat(arrived.bytes() * 8e9 / Objects.requireNonNull(way.countedNanos()))
                .isCloseTo(Objects.requireNonNull(trial.metrics().interfaceRxBps()), within(1.0));
        assertThat(way.hops()).allSatisfy(hop -> {
            assertThat(trial.readBack()).containsKey(hop.namespace() + "/" + hop.interfaceName());
            assertThat(hop.kind()).isNotBlank();
            TrialPath.Counts rx = Objects.requireNonNull(hop.rx());
            TrialPath.Counts tx = Objects.requireNonNull(hop.tx());
            assertThat(Math.max(rx.bytes(), tx.bytes())).isGreaterThan(arrived.bytes() * 4 / 5);
            assertThat(Math.max(rx.packets(), tx.packets())).isPositive();
        });
    }

    @Test
    void measuresUdpAtARate() throws Exception {
        TrialRecord trial = one("protocol=udp", "traffic.rate=50M");
        assertThat(trial.metrics().udpLostShare()).isBetween(0.0, 1.0);
        assertThat(trial.metrics().retransmits()).isNull();
        assertThat(trial.commands()).anySatisfy(argv -> assertThat(argv).containsSequence("-u", "-b", "50M"));
    }

    @Test
    void measuresParallelStreamsAndProcessesInReverse() throws Exception {
        List<TrialRecord> trials = measure("traffic.reverse=true", "streams=parallel:2,processes:2");
        assertThat(trials).hasSize(2).allSatisfy(trial -> {
            assertUsable(trial);
            assertThat(Objects.requireNonNull(trial.receiver()).namespace())
                    .as("the pod receives")
                    .contains("pod");
            boolean processes = trial.levels().get(Factor.STREAMS).equals("processes:2");
            assertThat(trial.placement().stream()
                            .filter(task -> task.role() == TaskRole.CLIENT)
                            .count())
                    .isGreaterThanOrEqualTo(processes ? 2 : 1);
            assertThat(trial.commands())
                    .filteredOn(argv -> argv.contains("-R"))
                    .hasSize(processes ? 2 : 1)
                    .allMatch(argv -> processes || argv.containsAll(List.of("-P", "2")));
        });
    }

    @Test
    void putsACompetitorOnTheServersCore() throws Exception {
        TrialRecord trial = one("competitor=server-core:50");
        assertThat(trial.metrics().competitorShareMax()).isPositive();
        assertThat(trial.placement())
                .filteredOn(task -> task.role() == TaskRole.COMPETITOR)
                .isNotEmpty()
                .allMatch(TaskPlacement::held)
                .allMatch(task -> task.requestedCpus().equals(Integer.toString(TinyProfile.SERVER_CORE)));
    }

    @Test
    void readsTheSegmentSizeInTheWarmUp() throws Exception {
        TrialRecord trial = one("traffic.omit=1s", "mss=536", "offload=off");
        assertThat(trial.metrics().negotiatedMssBytes())
                .as("536, less 12 bytes where timestamps are on")
                .isBetween(524, 536);
        assertThat(trial.metrics().bytesPerPacket())
                .as("a segment and its 66 bytes of headers")
                .isBetween(500.0, 602.0);
    }

    @Test
    void steersSoftirqWorkAsRootAndRefusesItOtherwise() throws Exception {
        if (LabModes.isRoot()) {
            Path run = folder.resolve("run");
            TrialRecord trial = one("softirq-core=server", "offload=off");
            if (TinyProfile.CLIENT_CORE != TinyProfile.SERVER_CORE) {
                assertThat(netRx(run, trial, TinyProfile.SERVER_CORE))
                        .as("received work moved from the sender's core to the server's")
                        .isGreaterThan(netRx(run, trial, TinyProfile.CLIENT_CORE));
            }
        }
        Path refused = folder.resolve("refused");
        try (ChildRun child = ChildRun.startBehind(
                OrdinaryUser.wrapper(),
                folder,
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "softirq-core=server",
                "--out",
                refused.toString())) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err().lines())
                    .last()
                    .asString()
                    .startsWith("pinbench: ")
                    .contains("softirq-core needs root");
            child.assertNothingLeft();
        }
        assertThat(refused).doesNotExist();
    }

    private static long netRx(Path run, TrialRecord trial, int cpu) throws IOException {
        return RunDirectory.open(run).frames(trial.trial()).cpu().stream()
                .filter(row -> row.cpu() == cpu)
                .mapToLong(row -> row.increase(CpuCounter.NET_RX).orElse(0))
                .sum();
    }

    private TrialRecord one(String... sets) throws IOException {
        List<TrialRecord> trials = measure(sets);
        assertThat(trials).hasSize(1);
        assertUsable(trials.get(0));
        return trials.get(0);
    }

    private List<TrialRecord> measure(String... sets) throws IOException {
        Path run = folder.resolve("run");
        List<String> arguments = new ArrayList<>(
                List.of("run", TinyProfile.in(folder).toString(), "--no-report", "--out", run.toString()));
        for (String set : sets) {
            arguments.addAll(List.of("--set", set));
        }
        Invocation invocation = Invocation.of(arguments.toArray(String[]::new));
        assertThat(invocation.status()).as(invocation.err()).isZero();
        assertThat(run.resolve("report.html")).doesNotExist();
        return RunDirectory.open(run).trials();
    }

    /** Steal may spoil a trial on a busy virtual machine; nothing else may. */
    private static void assertUsable(TrialRecord trial) {
        assertThat(trial.status()).as(String.valueOf(trial.error())).isEqualTo(TrialStatus.DONE);
        assertThat(trial.invalidReasons()).allMatch(reason -> reason.startsWith("the hypervisor took"));
        assertThat(trial.metrics().goodputBps()).isPositive();
        assertThat(trial.placement()).isNotEmpty().allMatch(TaskPlacement::held);
        assertThat(trial.placement()).extracting(TaskPlacement::role).contains(TaskRole.CLIENT, TaskRole.SERVER);
    }

    private static String allowedCores() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst()
                .orElseThrow();
    }
}
