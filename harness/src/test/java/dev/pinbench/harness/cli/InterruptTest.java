package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TrialRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is told to stop puts everything in order, says how to go on, and can be finished. */
class InterruptTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"INT,false,130", "INT,true,130", "TERM,false,143"})
    void stopsInOrderAndCanBeResumed(String signal, boolean wholeGroup, int expectedStatus) throws Exception {
        Path run = folder.resolve("run");
        try (ChildRun child = ChildRun.start(
                folder, "run", TinyProfile.in(folder).toString(), "--blocks", "2", "--out", run.toString())) {
            child.until(
                    "the second trial is under way",
                    () -> child.said("[1/2]") && child.marked().contains("iperf3"));
            // A terminal sends Ctrl-C to every process of its foreground group.
            ChildRun.signal(signal, wholeGroup ? -child.pid() : child.pid());
            assertThat(child.await()).as(child.err()).isEqualTo(expectedStatus);
            child.assertNothingLeft();
            List<String> lines = child.err().lines().toList();
            assertThat(lines)
                    .last()
                    .isEqualTo("interrupted: 1 of 2 trials are stored; finish with: pinbench resume " + run);
            assertThat(lines).as("header, one trial, the last word").hasSize(3);
        }
        assertThat(RunDirectory.open(run).manifest().status()).isEqualTo(RunStatus.INTERRUPTED);

        Invocation resumed = Invocation.of("resume", "--no-report", run.toString());

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.errLines()).hasSize(2).first().isEqualTo("tiny: 1 of 2 trials are stored");
        assertThat(RunDirectory.open(run).trials())
                .extracting(TrialRecord::trial)
                .containsExactly(1, 2);
        assertThat(RunDirectory.open(run).manifest().status()).isEqualTo(RunStatus.DONE);
    }
}
