package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A run directory as version 1 wrote it: every later version must read it, and read the same out of it. */
class StoredRunTest {

    private static RunDirectory open() throws IOException, URISyntaxException {
        URL url = Objects.requireNonNull(StoredRunTest.class.getResource("/runs/v1/core"), "stored run");
        return RunDirectory.open(Path.of(url.toURI()));
    }

    @Test
    void theManifestTellsWhatWasPlannedWhereAndHow() throws IOException, URISyntaxException {
        RunManifest manifest = open().manifest();

        assertThat(manifest.schemaVersion()).isEqualTo(1);
        assertThat(manifest.about()).isEqualTo("Überall gleich?");
        assertThat(manifest.status()).isEqualTo(RunStatus.DONE);
        assertThat(manifest.seed()).isEqualTo(42);
        assertThat(manifest.profile().path("traffic").path("duration").stringValue())
                .isEqualTo("10s");
        assertThat(manifest.profileSha256()).isEqualTo(Json.sha256(manifest.profile()));
        assertThat(manifest.plan()).extracting(PlannedTrial::trial).containsExactly(1, 2);
        assertThat(manifest.plan().get(1).levels().get(Factor.CLIENT_CORE)).isEqualTo("0");
        assertThat(manifest.host().cpus()).hasSize(2);
        assertThat(manifest.host().cpuModel()).isNull();
        assertThat(manifest.host().isolatedCpus()).isEmpty();
        assertThat(manifest.tools()).containsEntry("iperf3", "3.12").hasSize(5);
    }

    @Test
    void theTrialsHoldTheirNumbersAndTheirReasons() throws IOException, URISyntaxException {
        List<TrialRecord> trials = open().trials();

        assertThat(trials).extracting(TrialRecord::trial).containsExactly(1, 2);
        TrialRecord done = trials.get(0);
        assertThat(done.usable()).isTrue();
        assertThat(done.metrics().goodputBps()).isEqualTo(1_234_567_890.625);
        assertThat(done.metrics().retransmits()).isEqualTo(1_234_567);
        assertThat(done.metrics().softnetSqueezed()).isZero();
        assertThat(done.metrics().udpLostShare()).isNull();
        assertThat(done.metrics().harnessShareMax()).isEqualTo(0.0012);
        assertThat(done.metrics().standardErrors()).isEqualTo(StandardErrors.UNKNOWN);
        assertThat(done.metrics().harnessShares())
                .as("a run from before it was kept")
                .isNull();
        assertThat(done.metrics().budgets()).singleElement().satisfies(budget -> {
            assertThat(budget.ksoftirqd()).isEqualTo(0.17);
            assertThat(budget.hardIrq()).isNull();
            assertThat(budget.standardErrors()).isNull();
        });
        assertThat(done.placement()).singleElement().satisfies(task -> {
            assertThat(task.role()).isEqualTo(TaskRole.CLIENT);
            assertThat(task.held()).isTrue();
        });
        assertThat(done.receiver()).isEqualTo(new InterfaceName("node-b", "wire-b"));
        assertThat(done.timing().overheadNanos()).isEqualTo(340_678_901);
        TrialRecord failed = trials.get(1);
        assertThat(failed.usable()).isFalse();
        assertThat(failed.status()).isEqualTo(TrialStatus.FAILED);
        assertThat(failed.error()).contains("Connection refused");
        assertThat(failed.metrics()).isEqualTo(TrialMetrics.unknown());
        assertThat(failed.timing().windowStartNanos()).isNull();
    }

    @Test
    void theFramesHoldWhatWasCountedAndWhatCouldNotBe() throws IOException, URISyntaxException {
        Frames frames = open().frames(1);

        assertThat(frames.cpu()).hasSize(3);
        List<CpuRow> cpus = frames.cpu().stream().toList();
        CpuRow partly = cpus.get(1);
        assertThat(partly.cpu()).isEqualTo(1);
        assertThat(partly.increase(CpuCounter.NET_RX)).hasValue(11_000_033);
        assertThat(partly.increase(CpuCounter.STEAL_TICKS)).hasValue(0);
        assertThat(partly.increase(CpuCounter.KSOFTIRQD_RUN_NANOS)).isEmpty();
        for (CpuCounter counter : CpuCounter.values()) {
            assertThat(cpus.get(2).increase(counter)).as(counter.column()).isEmpty();
        }
        assertThat(frames.irq()).extracting(IrqRow::irq).containsExactly("24", "RES");
        assertThat(frames.task()).extracting(TaskRow::role).containsExactly(TaskRole.CLIENT, TaskRole.KSOFTIRQD);
        assertThat(frames.net()).singleElement().satisfies(row -> {
            assertThat(row.rxBytes()).isEqualTo(1_250_000_000);
            assertThat(row.txDropped()).isEqualTo(3);
        });
        assertThat(frames.missedDeadlines()).isEqualTo(3);
        assertThat(frames.gaps()).containsExactly("/proc/15/schedstat line 1 CPU 1: expected a number");
    }

    @Test
    void attachmentsComeBackUnmodifiedAndAbsentOnesAsAbsent() throws IOException, URISyntaxException {
        RunDirectory run = open();

        assertThat(run.attachment(1, "iperf3-client.json"))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\n\t\"end\":\t{\n\t}\n}\n"));
        assertThat(run.attachment(2, "iperf3-client.json")).isEmpty();
        assertThat(run.hasTrial(2)).isTrue();
        assertThat(run.hasTrial(3)).isFalse();
    }
}
