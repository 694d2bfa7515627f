package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.HostChange;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunTimeSource;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.existing.CardInterrupts;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.host.ProcText;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.targets.NamespaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Factors of steering and of packets in small runs: they do what they are to do, and the host is afterwards as before. */
class SteeringRunTest {
    private static final Path SOCKETS = Path.of("/proc/sys/net/core/rps_sock_flow_entries");
    private static final Path JOURNAL = HostChanges.FOLDER.resolve("host-changes");

    @TempDir
    Path folder;

    private RunDirectory measure(String... sets) throws IOException {
        Path run = folder.resolve("run");
        List<String> arguments = new ArrayList<>(
                List.of("run", TinyProfile.in(folder).toString(), "--no-report", "--out", run.toString()));
        for (String set : sets) {
            arguments.addAll(List.of("--set", set));
        }
        Invocation invocation = Invocation.of(arguments.toArray(String[]::new));
        assertThat(invocation.status()).as(invocation.err()).isZero();
        return RunDirectory.open(run);
    }

    /** Steal may spoil a trial on a busy virtual machine; nothing else may. */
    private static void assertUsable(TrialRecord trial) {
        assertThat(trial.status()).as(String.valueOf(trial.error())).isEqualTo(TrialStatus.DONE);
        assertThat(trial.invalidReasons()).allMatch(reason -> reason.startsWith("the hypervisor took"));
    }

    private static TrialRecord of(List<TrialRecord> trials, Factor factor, String level) {
        return trials.stream()
                .filter(trial -> trial.levels().get(factor).equals(level))
                .findFirst()
                .orElseThrow();
    }

    /** Share of all NET_RX softirqs that came on this CPU. */
    private static double netRxShare(RunDirectory directory, TrialRecord trial, int cpu) throws IOException {
        long all = 0;
        long there = 0;
        for (var row : directory.frames(trial.trial()).cpu()) {
            long softirqs = row.increase(CpuCounter.NET_RX).orElse(0);
            all += softirqs;
            there += row.cpu() == cpu ? softirqs : 0;
        }
        return (double) there / all;
    }

    @Test
    void receiveFlowSteeringBringsPacketsToWhereTheyAreRead() throws Exception {
        if (!LabModes.isRoot()) {
            assertRefused();
            return;
        }
        Map<String, String> before = HostState.read();
        String entries = ProcText.read(SOCKETS);

        RunDirectory directory = measure("rfs=default,32768", "offload=off");

        HostState.assertSame(before, HostState.read());
        assertThat(JOURNAL).doesNotExist();
        assertThat(directory.manifest().hostChanges())
                .containsExactly(new HostChange(SOCKETS.toString(), entries, List.of("32768")));
        List<TrialRecord> trials = directory.trials();
        assertThat(trials).hasSize(2).allSatisfy(SteeringRunTest::assertUsable);
        TrialRecord left = of(trials, Factor.RFS, "default");
        TrialRecord steered = of(trials, Factor.RFS, "32768");
        assertThat(left.readBack())
                .containsEntry("RFS entries of the receive queues of every interface", "0")
                .containsEntry("RFS entries of the machine (net.core.rps_sock_flow_entries)", entries);
        assertThat(steered.readBack())
                .containsEntry("RFS entries of the receive queues of every interface", "32768")
                .containsEntry("RFS entries of the machine (net.core.rps_sock_flow_entries)", "32768");
        if (TinyProfile.CLIENT_CORE != TinyProfile.SERVER_CORE) {
            assertThat(netRxShare(directory, steered, TinyProfile.SERVER_CORE))
                    .as("what the server reads is processed on its core")
                    .isGreaterThan(netRxShare(directory, left, TinyProfile.SERVER_CORE));
        }
        assertThat(Files.readAllLines(directory.path().resolve("trials.csv")))
                .first()
                .asString()
                .contains(",rfs_flow_entries,threaded_napi");
    }

    @Test
    void packetsAreAsLongAsTheMtuLets() throws Exception {
        RunDirectory directory = measure("mtu=1500,9000", "offload=off");

        List<TrialRecord> trials = directory.trials();
        assertThat(trials).hasSize(2).allSatisfy(SteeringRunTest::assertUsable);
        for (String mtu : List.of("1500", "9000")) {
            TrialRecord trial = of(trials, Factor.MTU, mtu);
            assertThat(trial.readBack().entrySet())
                    .filteredOn(each -> each.getKey().contains("-pod-"))
                    .isNotEmpty()
                    .allMatch(each -> each.getValue().contains(" mtu=" + mtu + " "));
            int longestFrame = Integer.parseInt(mtu) + 14;
            assertThat(trial.metrics().bytesPerPacket()).isBetween(longestFrame * 0.9, longestFrame * 1.0);
        }
        assertThat(Files.readAllLines(directory.path().resolve("trials.csv")))
                .first()
                .asString()
                .endsWith(",irq_affinity,mtu_bytes,run_time_source");
        // whoever may not open task clocks is told
        boolean clocks = directory.manifest().notes().stream().noneMatch(note -> note.contains("schedstat"));
        assertThat(trials).allMatch(trial -> (trial.metrics().runTimeSource() == RunTimeSource.TASK_CLOCK) == clocks);
    }

    @Test
    void threadsThatPollAreWatchedAsSuch() throws Exception {
        RunDirectory directory = measure("threaded-napi=false,true", "offload=tso=off,gso=off,gro=on");

        List<TrialRecord> trials = directory.trials();
        assertThat(trials).hasSize(2).allSatisfy(SteeringRunTest::assertUsable);
        TrialRecord softirqs = of(trials, Factor.THREADED_NAPI, "false");
        assertThat(softirqs.metrics().napiThreadRunShareMax()).isNull();
        assertThat(softirqs.metrics().budgets())
                .extracting(BudgetShares::napiThreads)
                .containsOnlyNulls();
        TrialRecord threads = of(trials, Factor.THREADED_NAPI, "true");
        assertThat(threads.metrics().napiThreadRunShareMax()).isPositive();
        assertThat(threads.metrics().budgets().stream()
                        .mapToDouble(budget -> Objects.requireNonNull(budget.napiThreads()))
                        .sum())
                .as("of all cores")
                .isGreaterThan(0.05);
        assertThat(directory.frames(threads.trial()).task())
                .filteredOn(row -> row.role() == TaskRole.NAPI)
                .isNotEmpty()
                .allMatch(row -> row.comm().startsWith("napi/"))
                .anyMatch(row -> row.runNanos() > 0);
        assertThat(threads.placement())
                .filteredOn(task -> task.role() == TaskRole.NAPI)
                .as("one for each veth of two nodes and two pods")
                .hasSize(6)
                .allMatch(task -> task.requestedCpus().equals("any") && task.held())
                .anyMatch(task -> !task.seenCpus().isEmpty());
        assertThat(threads.readBack().keySet())
                .filteredOn(key -> key.startsWith("NAPI threads of "))
                .hasSize(6);
    }

    /** UDP is sent by the client alone, and a thread for each queue polls at the other end of the pod's veth. */
    @Test
    void theClientsCoreSendsThroughTheQueueThatIsMeantForIt() throws Exception {
        RunDirectory directory = measure(
                "xps=client,server",
                "protocol=udp",
                "traffic.rate=100M",
                "threaded-napi=true",
                "offload=tso=off,gso=off,gro=on");

        List<TrialRecord> trials = directory.trials();
        assertThat(trials).hasSize(2).allSatisfy(SteeringRunTest::assertUsable);
        assertThat(trials)
                .allSatisfy(trial ->
                        assertThat(trial.readBack()).containsKey("XPS masks of the transmit queues of every veth"));
        if (TinyProfile.CLIENT_CORE != TinyProfile.SERVER_CORE) {
            assertThat(busiestAtThePod(directory, of(trials, Factor.XPS, "client")))
                    .as("the thread of the first queue for the client's core, of the second where that is the server's")
                    .isNotEqualTo(busiestAtThePod(directory, of(trials, Factor.XPS, "server")));
        }
    }

    /** Name of the thread that ran longest of those that poll the node's end of the client's pod. */
    private static String busiestAtThePod(RunDirectory directory, TrialRecord trial) throws IOException {
        return directory.frames(trial.trial()).task().stream()
                .filter(row -> row.role() == TaskRole.NAPI && row.comm().startsWith("napi/veth-a-"))
                .collect(Collectors.groupingBy(TaskRow::comm, Collectors.summingLong(TaskRow::runNanos)))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    @Test
    void aKilledRunPutsTheMachineBackAtOnce() throws Exception {
        if (!LabModes.isRoot()) {
            assertRefused();
            return;
        }
        Map<String, String> before = HostState.read();
        try (ChildRun child = ChildRun.start(
                folder,
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "rfs=16384",
                "--duration",
                "20s",
                "--out",
                folder.resolve("killed").toString())) {
            child.until(
                    "traffic flows",
                    () -> child.said("tiny: ") && child.marked().contains("iperf3"));
            assertThat(ProcText.read(SOCKETS)).isEqualTo("16384");
            assertThat(JOURNAL).exists();
            child.kill();
            child.assertNothingLeft();
        }
        HostState.assertSame(before, HostState.read());
        assertThat(JOURNAL).doesNotExist();
        assertThat(RunDirectory.open(folder.resolve("killed")).manifest().hostChanges())
                .extracting(HostChange::file)
                .containsExactly(SOCKETS.toString());
    }

    @Test
    void theNextStartPutsBackWhatNobodyCould() throws Exception {
        if (!LabModes.isRoot()) {
            assertRefused();
            return;
        }
        String before = ProcText.read(SOCKETS);
        String boot = ProcText.read(Path.of("/proc/sys/kernel/random/boot_id"));
        Files.createDirectories(HostChanges.FOLDER);
        Files.writeString(JOURNAL, "pinbench host changes 1\n" + boot + "\n" + before + "\t" + SOCKETS + "\n");
        Files.writeString(SOCKETS, "64");

        Invocation next = Invocation.of("--version");

        assertThat(next.status()).isZero();
        assertThat(next.errLines())
                .containsExactly(
                        "pinbench: a run that was killed had changed " + SOCKETS + ": it is " + before + " again");
        assertThat(ProcText.read(SOCKETS)).isEqualTo(before);
        assertThat(JOURNAL).doesNotExist();
    }

    @Test
    void whoMayNotSteerIsToldBeforeAnythingIsMeasured() throws Exception {
        assertRefused();
    }

    private void assertRefused() throws Exception {
        Map<String, String> before = HostState.read();
        Path refused = folder.resolve("refused");
        try (ChildRun child = ChildRun.startBehind(
                OrdinaryUser.wrapper(),
                folder,
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "rfs=32768",
                "--out",
                refused.toString())) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err().lines())
                    .last()
                    .asString()
                    .startsWith("pinbench: lab: ")
                    .endsWith("; rfs needs root");
            child.assertNothingLeft();
        }
        assertThat(refused).doesNotExist();
        HostState.assertSame(before, HostState.read());
    }

    private Path nativeProfile() throws IOException {
        return Files.writeString(
                folder.resolve("native.yaml"), """
                name: interrupts
                endpoints: {client: native, server: native}
                vary: {client-core: %d, server-core: %d}
                traffic: {duration: 1s}
                blocks: 1
                """.formatted(TinyProfile.CLIENT_CORE, TinyProfile.SERVER_CORE));
    }

    private static void assertNoInterruptsToMove(Invocation invocation) {
        assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
        assertThat(invocation.err()).startsWith("pinbench: irq-affinity: ");
    }

    private static List<String> interrupts(TrialRecord trial) {
        return trial.readBack().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("interrupt "))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean hasCard() {
        try {
            return !CardInterrupts.find(HostFiles.live()).readBack().isEmpty();
        } catch (NamespaceException none) {
            return false;
        }
    }

    @Test
    void interruptsOfTheCardsGoToTheCoreAndBack() throws Exception {
        Map<String, String> before = HostState.read();
        Path run = folder.resolve("interrupts");

        Invocation invocation = Invocation.of(
                "run",
                nativeProfile().toString(),
                "--no-report",
                "--set",
                "irq-affinity=default,server",
                "--out",
                run.toString());

        HostState.assertSame(before, HostState.read());
        if (!LabModes.isRoot() || !hasCard()) {
            assertNoInterruptsToMove(invocation);
            assertThat(run).doesNotExist();
            return;
        }
        assertThat(invocation.status()).as(invocation.err()).isZero();
        RunDirectory directory = RunDirectory.open(run);
        List<TrialRecord> trials = directory.trials();
        assertThat(trials).hasSize(2).allSatisfy(SteeringRunTest::assertUsable);
        String core = Integer.toString(TinyProfile.SERVER_CORE);
        assertThat(interrupts(of(trials, Factor.IRQ_AFFINITY, "server")))
                .isNotEmpty()
                .allMatch(words -> words.startsWith("affinity " + core + ", effective "));
        assertThat(interrupts(of(trials, Factor.IRQ_AFFINITY, "default"))).isNotEmpty();
        assertThat(directory.manifest().hostChanges())
                .as("those that could go elsewhere before")
                .allMatch(change -> change.file().matches("/proc/irq/\\d+/smp_affinity_list"))
                .allMatch(change -> change.during().equals(List.of(core)));
    }

    @Test
    void aKilledRunPutsInterruptsBack() throws Exception {
        if (!LabModes.isRoot() || !hasCard()) {
            assertNoInterruptsToMove(Invocation.of(
                    "run", nativeProfile().toString(), "--set", "irq-affinity=server", "--out", folder + "/none"));
            return;
        }
        Map<String, String> before = HostState.read();
        try (ChildRun child = ChildRun.start(
                folder,
                "run",
                nativeProfile().toString(),
                "--set",
                "irq-affinity=server",
                "--duration",
                "20s",
                "--out",
                folder.resolve("killed").toString())) {
            child.until(
                    "traffic flows",
                    () -> child.said("interrupts: ") && child.marked().contains("iperf3"));
            assertThat(HostState.read()).as("interrupts were moved").isNotEqualTo(before);
            child.kill();
            child.assertNothingLeft();
        }
        HostState.assertSame(before, HostState.read());
        assertThat(JOURNAL).doesNotExist();
    }
}
