package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.probe.BpfProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watches for Pinbench is counted as Pinbench, on each measured core. */
class WatchersCostTest {

    @Test
    void probeAndProfileArePartOfTheHarnessShareOfEachMeasuredCore(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        Invocation invocation = Invocation.of(
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "sampling.probe=bpf",
                "--set",
                "sampling.profile=perf",
                "--duration",
                "2s",
                "--out",
                run.toString());

        assertThat(invocation.status()).as(invocation.err()).isZero();
        RunDirectory directory = RunDirectory.open(run);
        TrialRecord trial = directory.trials().get(0);
        Set<String> harness = directory.frames(1).task().stream()
                .filter(row -> row.role() == TaskRole.HARNESS)
                .map(TaskRow::comm)
                .collect(Collectors.toSet());
        if (LabModes.isRoot() && BpfProbe.lacking(false).isEmpty()) {
            assertThat(harness).contains("bpftrace", "perf");
        } else {
            assertThat(trial.flags()).anyMatch(flag -> flag.startsWith("no exact probe: "));
            assertThat(harness).doesNotContain("bpftrace", "perf");
        }
        assertThat(directory.frames(1).task())
                .filteredOn(row -> row.role() == TaskRole.CO_RUNNER)
                .extracting(TaskRow::comm)
                .doesNotContain("bpftrace", "perf");

        List<CoreShare> shares = Objects.requireNonNull(trial.metrics().harnessShares());
        assertThat(shares)
                .extracting(CoreShare::cpu)
                .containsExactlyElementsOf(new TreeSet<>(Set.of(TinyProfile.CLIENT_CORE, TinyProfile.SERVER_CORE)));
        assertThat(shares.stream().mapToDouble(CoreShare::share).max())
                .hasValue(Objects.requireNonNull(trial.metrics().harnessShareMax()));
        assertThat(trial.metrics().harnessShareMax()).isBetween(1e-6, 1.0);
        assertThat(Files.readString(run.resolve("analysis.json"))).contains("\"harness\" : [ {");
    }
}
