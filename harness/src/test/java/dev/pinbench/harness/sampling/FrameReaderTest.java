package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.IrqRow;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of doctored files: what becomes a row, what becomes a gap. */
final class FrameReaderTest {

    private DoctoredProc proc;
    private FrameReader reader;

    @BeforeEach
    void takeTheBaseline(@TempDir Path root) throws IOException {
        proc = new DoctoredProc(root);
        reader = FrameReader.open(proc.config());
        reader.take();
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
    }

    private Frames result() {
        return reader.result(0);
    }

    private static CpuRow row(Frames frames, int frame, int cpu) {
        return frames.cpu().stream()
                .filter(row -> row.time().frame() == frame && row.cpu() == cpu)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBaselineHasNoRows() {
        Frames frames = result();

        assertThat(frames.cpu()).isEmpty();
        assertThat(frames.irq()).isEmpty();
        assertThat(frames.task()).isEmpty();
        assertThat(frames.net()).isEmpty();
    }

    @Test
    void whatTheKernelDoesNotGiveIsToldOnceAndMissingInEachFrame() {
        reader.take();
        reader.take();

        Frames frames = result();

        assertThat(frames.gaps())
                .hasSize(2)
                .anyMatch(gap -> gap.startsWith("frame 0: not given here") && gap.contains("hi, timer, net_tx, block"))
                .anyMatch(gap -> gap.contains("no ksoftirqd thread is visible"));
        assertThat(row(frames, 2, 1).increase(CpuCounter.TIMER)).isEmpty();
        assertThat(row(frames, 2, 1).increase(CpuCounter.KSOFTIRQD_RUN_NANOS)).isEmpty();
        assertThat(row(frames, 2, 1).increase(CpuCounter.NET_RX)).hasValue(0);
    }

    @Test
    void rowsAreIncreasesSinceTheFrameBefore() throws IOException {
        proc.stat("cpu0 13 0 10 1005 5 0 12 1", "cpu1 20 0 20 2010 5 0 20 0");
        proc.softirqs("CPU0 CPU1", "NET_RX: 150 200");
        proc.interrupts("CPU0 CPU1", "30: 7 11 eth0", "RES: 1 2 Rescheduling interrupts", "ERR: 0");
        proc.net("eth0: 4000 12 0 1 0 0 0 0 700 6 0 2 0 0 0 0");
        reader.take();
        reader.take();

        Frames frames = result();

        assertThat(row(frames, 1, 0).increase(CpuCounter.USER_TICKS)).hasValue(3);
        assertThat(row(frames, 1, 0).increase(CpuCounter.STEAL_TICKS)).hasValue(1);
        assertThat(row(frames, 1, 0).increase(CpuCounter.NET_RX)).hasValue(50);
        assertThat(row(frames, 1, 1).increase(CpuCounter.IDLE_TICKS)).hasValue(10);
        assertThat(row(frames, 2, 0).increase(CpuCounter.USER_TICKS)).hasValue(0);
        assertThat(frames.irq())
                .extracting(row -> row.time().frame(), IrqRow::cpu, IrqRow::irq, IrqRow::increase)
                .containsExactly(tuple(1, 1, "30", 3L));
        assertThat(frames.net()).hasSize(2);
        NetRow net = frames.net().iterator().next();
        assertThat(net).isEqualTo(new NetRow(net.time(), "pod-a", "eth0", 3000, 2, 1, 200, 1, 2));
        assertThat(net.time().elapsedNanos()).isEqualTo(net.time().startNanos()).isPositive();
        assertThat(net.time().endNanos()).isGreaterThanOrEqualTo(net.time().startNanos());
    }

    @Test
    void counterOf32BitsWrapsAndAResetIsAGap() throws IOException {
        proc.softirqs("CPU0 CPU1", "NET_RX: 4294967290 4000000000");
        proc.softnet("fffffff0 0 0 0 0 0 0 0 0 0 0 0 0", "c8 0 0 0 0 0 0 0 0 0 0 0 1");
        proc.interrupts("CPU0 CPU1", "30: 4294967295 8 eth0", "RES: 500 2 Rescheduling interrupts", "ERR: 0");
        reader.take();
        proc.softirqs("CPU0 CPU1", "NET_RX: 10 4000000005");
        proc.softnet("10 0 0 0 0 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0 0 0 0 1");
        proc.interrupts("CPU0 CPU1", "30: 4 8 eth0", "RES: 3 2 Rescheduling interrupts", "ERR: 0");
        reader.take();

        Frames frames = result();

        assertThat(row(frames, 2, 0).increase(CpuCounter.NET_RX)).hasValue(16);
        assertThat(row(frames, 2, 0).increase(CpuCounter.SOFTNET_PROCESSED)).hasValue(32);
        assertThat(row(frames, 2, 1).increase(CpuCounter.SOFTNET_PROCESSED)).isEmpty();
        assertThat(frames.irq())
                .filteredOn(irq -> irq.time().frame() == 2)
                .extracting(IrqRow::cpu, IrqRow::irq, IrqRow::increase)
                .containsExactly(tuple(0, "30", 5L));
        assertThat(frames.gaps())
                .anyMatch(gap -> gap.startsWith("frame 2: ")
                        && gap.contains("softnet_stat: CPU 1: softnet_processed went from 200 to 0"))
                .anyMatch(gap -> gap.contains("interrupts: CPU 0: interrupt RES went from 500 to 3"));
    }

    @Test
    void idleTicksThatFallAreMissingAndTheirNeighboursAreNot() throws IOException {
        proc.stat("cpu0 13 0 10 998 5 0 12 1", "cpu1 20 0 20 2010 5 0 20 0");
        reader.take();
        proc.stat("cpu0 14 0 10 1000 5 0 12 1", "cpu1 20 0 20 2010 5 0 20 0");
        reader.take();

        Frames frames = result();

        assertThat(row(frames, 1, 0).increase(CpuCounter.IDLE_TICKS)).isEmpty();
        assertThat(row(frames, 1, 0).increase(CpuCounter.USER_TICKS)).hasValue(3);
        assertThat(row(frames, 2, 0).increase(CpuCounter.IDLE_TICKS)).hasValue(2);
        assertThat(frames.gaps()).anyMatch(gap -> gap.contains("CPU 0: idle_ticks went from 1000 to 998"));
    }

    @Test
    void aCpuThatGoesOfflineHasOneEmptyRowAndThenNone() throws IOException {
        proc.stat("cpu0 13 0 10 1005 5 0 12 1");
        reader.take();
        reader.take();

        Frames frames = result();

        assertThat(row(frames, 1, 1).increases()).containsOnly(CpuRow.MISSING);
        assertThat(row(frames, 1, 0).increase(CpuCounter.USER_TICKS)).hasValue(3);
        assertThat(frames.cpu()).noneMatch(row -> row.time().frame() == 2 && row.cpu() == 1);
        assertThat(frames.gaps()).anyMatch(gap -> gap.contains("CPU 1 went offline"));
    }

    @Test
    void aSourceThatCannotBeReadIsMissingAndToldOnce() throws IOException {
        proc.write("softirqs", "rubbish\n");
        proc.write("interrupts", "CPU0 CPU1\n30: 7");
        proc.write("stat", "");
        proc.write("50/net/dev", "rubbish\n");
        reader.take();
        reader.take();
        reader.take();

        Frames frames = result();

        assertThat(row(frames, 2, 0).increase(CpuCounter.NET_RX)).isEmpty();
        assertThat(row(frames, 2, 0).increase(CpuCounter.USER_TICKS)).isEmpty();
        assertThat(row(frames, 2, 0).increase(CpuCounter.SOFTNET_PROCESSED)).hasValue(0);
        assertThat(frames.net()).isEmpty();
        assertThat(frames.irq()).isEmpty();
        assertThat(frames.gaps())
                .hasSize(6)
                .anyMatch(gap -> gap.contains("softirqs, line 1: expected a header")
                        && gap.endsWith("; 2 more times up to frame 3"))
                .anyMatch(gap -> gap.contains("interrupts, line 2: the file ends in the middle"))
                .anyMatch(gap -> gap.contains("stat, line 1: the file is empty"))
                .anyMatch(gap -> gap.contains("namespace pod-a") && gap.contains("net/dev, line 1"));
    }

    @Test
    void aSourceThatCanBeReadAgainStartsFromANewBaseline() throws IOException {
        proc.write("softirqs", "rubbish\n");
        reader.take();
        proc.softirqs("CPU0 CPU1", "NET_RX: 150 200");
        reader.take();
        proc.softirqs("CPU0 CPU1", "NET_RX: 155 200");
        reader.take();

        Frames frames = result();

        assertThat(row(frames, 2, 0).increase(CpuCounter.NET_RX)).isEmpty();
        assertThat(row(frames, 3, 0).increase(CpuCounter.NET_RX)).hasValue(5);
    }

    @Test
    void anInterfaceMadeAnewHasNoRowForThatFrame() throws IOException {
        proc.net("eth0: 10 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0", "eth1: 77 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0");
        reader.take();
        proc.net("eth0: 30 3 0 0 0 0 0 0 5 1 0 0 0 0 0 0");
        reader.take();

        Frames frames = result();

        assertThat(frames.net())
                .extracting(row -> row.time().frame(), NetRow::interfaceName, NetRow::rxBytes)
                .containsExactly(tuple(2, "eth0", 20L));
        assertThat(frames.gaps())
                .anyMatch(gap -> gap.contains("interface eth0 counters fell"))
                .anyMatch(gap -> gap.startsWith("frame 1") && gap.contains("interface eth1 appeared"))
                .anyMatch(gap -> gap.startsWith("frame 2") && gap.contains("interface eth1 disappeared"));
    }

    @Test
    void anInterruptThatAppearsIsCountedFromThenOn() throws IOException {
        proc.interrupts("CPU0 CPU1", "30: 7 8 eth0", "31: 900 0 eth1", "RES: 1 2 Rescheduling interrupts");
        reader.take();
        proc.interrupts("CPU0 CPU1", "30: 7 8 eth0", "31: 901 0 eth1", "RES: 1 2 Rescheduling interrupts");
        reader.take();

        Frames frames = result();

        assertThat(frames.irq())
                .extracting(row -> row.time().frame(), IrqRow::irq, IrqRow::increase)
                .containsExactly(tuple(2, "31", 1L));
        assertThat(frames.gaps()).anyMatch(gap -> gap.contains("interrupt 31 appeared"));
    }

    @Test
    void threadsAreCountedFromTheirFirstSightAndLateOnesAreFound() throws IOException {
        proc.task(200, 200, "iperf3", 1, 50, 0, "1000 10 1");
        reader.watch(TaskRole.CLIENT, 200);
        reader.take();
        proc.task(200, 200, "iperf3", 2, 50, 0, "1000 10 1");
        proc.task(200, 201, "iperf3) R (", 2, 60, 1, "7 0 1");
        reader.take();
        proc.task(200, 201, "iperf3) R (", 2, 60, 1, "57 20 2");
        reader.take();
        proc.endTask(200, 201);
        reader.take();

        Frames frames = result();

        assertThat(frames.task())
                .extracting(
                        row -> row.time().frame(),
                        TaskRow::role,
                        TaskRow::tid,
                        TaskRow::comm,
                        TaskRow::cpu,
                        TaskRow::runNanos,
                        TaskRow::waitNanos)
                .containsExactly(
                        tuple(2, TaskRole.CLIENT, 200, "iperf3", 0, 0L, 0L),
                        tuple(3, TaskRole.CLIENT, 201, "iperf3) R (", 1, 50L, 20L),
                        tuple(3, TaskRole.CLIENT, 200, "iperf3", 0, 0L, 0L),
                        tuple(4, TaskRole.CLIENT, 200, "iperf3", 0, 0L, 0L));
        assertThat(frames.gaps()).hasSize(2);
    }

    @Test
    void aThreadNumberThatIsUsedAgainIsAnotherTask() throws IOException {
        proc.task(200, 200, "iperf3", 1, 50, 0, "1000 10 1");
        reader.watch(TaskRole.SERVER, 200);
        reader.take();
        proc.task(200, 200, "sh", 1, 99, 0, "5000 10 1");
        reader.take();
        proc.task(200, 200, "sh", 1, 99, 0, "5001 10 1");
        reader.take();

        Frames frames = result();

        assertThat(frames.task())
                .extracting(row -> row.time().frame(), TaskRow::comm, TaskRow::runNanos)
                .containsExactly(tuple(3, "sh", 1L));
        assertThat(frames.gaps()).anyMatch(gap -> gap.startsWith("frame 2: server thread 200: its start time changed"));
    }

    @Test
    void harnessThreadsHaveRowsOnlyWhileTheyRun() throws IOException {
        reader.take();
        proc.task(DoctoredProc.SELF, DoctoredProc.SELF, "java", 1, 11, 1, "5300 100 4");
        reader.take();

        assertThat(result().task())
                .extracting(row -> row.time().frame(), TaskRow::role, TaskRow::runNanos)
                .containsExactly(tuple(2, TaskRole.HARNESS, 300L));
    }

    @Test
    void watchingAProcessThatIsNotThereIsAGap() {
        reader.watch(TaskRole.COMPETITOR, 999);
        reader.take();
        reader.take();

        assertThat(result().gaps())
                .filteredOn(gap -> gap.contains("/999/task"))
                .singleElement()
                .asString()
                .contains("competitor process: no such process");
    }

    @Test
    void ksoftirqdTimesStandInTheRowOfTheirCpu(@TempDir Path root) throws IOException {
        DoctoredProc other = new DoctoredProc(root);
        other.task(15, 15, "ksoftirqd/1", 1, 2, 1, "1000 500 9");
        TreeMap<Integer, Integer> tids = new TreeMap<>();
        tids.put(1, 15);
        SamplerConfig plain = other.config();
        SamplerConfig config =
                new SamplerConfig(10, plain.housekeepingCpu(), root, plain.namespaces(), new KsoftirqdThreads(tids));
        try (FrameReader withKsoftirqd = FrameReader.open(config)) {
            withKsoftirqd.take();
            other.task(15, 15, "ksoftirqd/1", 1, 2, 1, "1700 550 9");
            withKsoftirqd.take();
            withKsoftirqd.take();
            Frames frames = withKsoftirqd.result(0);

            assertThat(row(frames, 1, 1).increase(CpuCounter.KSOFTIRQD_RUN_NANOS))
                    .hasValue(700);
            assertThat(row(frames, 1, 1).increase(CpuCounter.KSOFTIRQD_WAIT_NANOS))
                    .hasValue(50);
            assertThat(row(frames, 1, 0).increase(CpuCounter.KSOFTIRQD_RUN_NANOS))
                    .isEmpty();
            assertThat(frames.task())
                    .extracting(row -> row.time().frame(), TaskRow::role, TaskRow::comm, TaskRow::runNanos)
                    .containsExactly(tuple(1, TaskRole.KSOFTIRQD, "ksoftirqd/1", 700L));
            assertThat(frames.gaps()).singleElement().asString().contains("ksoftirqd_run_nanos (CPU 0)");
        }
    }

    @Test
    void whatIsSampledLaterIsNoPartOfAnEarlierResult() {
        reader.take();
        Frames first = result();
        reader.take();

        assertThat(first.cpu()).hasSize(2);
        assertThat(first.cpu()).as("gone through once more").hasSize(2);
        assertThat(result().cpu()).hasSize(4);
    }

    @Test
    void aMissingFileIsNamedBeforeAnythingStarts() throws IOException {
        Files.delete(proc.root().resolve("interrupts"));

        assertThatThrownBy(() -> FrameReader.open(proc.config()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("interrupts");
    }

    @Test
    void aKernelWithoutRunTimesIsRefused() throws IOException {
        proc.write(DoctoredProc.SELF + "/schedstat", "0 0 0\n");

        assertThatThrownBy(() -> FrameReader.open(proc.config())).hasMessageContaining("CONFIG_SCHED_INFO");
    }
}
