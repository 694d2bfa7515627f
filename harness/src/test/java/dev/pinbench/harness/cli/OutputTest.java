package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches a terminal or a pipe. */
class OutputTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "resume", "analyze", "report", "doctor", "account", "calibrate"})
    void helpFitsEightyColumns(String command) {
        Invocation invocation = command.isEmpty() ? Invocation.of("--help") : Invocation.of(command, "--help");
        assertThat(invocation.status()).isZero();
        assertThat(invocation.err()).isEmpty();
        assertThat(invocation.out()).startsWith("Usage: pinbench " + command);
        assertThat(invocation.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpFitsEightyColumnsInAPipeToo() throws Exception {
        try (ChildRun child = ChildRun.start(folder, "--help")) {
            assertThat(child.await()).isZero();
            assertThat(child.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
            assertThat(child.err()).isEmpty();
        }
    }

    @Test
    void aDryRunOfAnOrdinaryUserPrintsThePlanAndTouchesNothing() throws Exception {
        Path profile = TinyProfile.in(folder);
        Path run = folder.resolve("run");
        try (ChildRun child = ChildRun.startBehind(
                OrdinaryUser.wrapper(),
                folder,
                "run",
                profile.toString(),
                "--set",
                "mss=536,1448",
                "--blocks",
                "2",
                "--out",
                run.toString(),
                "--dry-run")) {
            assertThat(child.await()).as(child.err()).isZero();
            assertThat(child.out().lines().toList())
                    .hasSize(5)
                    .first()
                    .asString()
                    .startsWith("tiny: 4 trials in 2 blocks, about 4 s · 2 combinations · seed 42");
            assertThat(child.err()).isEmpty();
        }
        assertThat(run).doesNotExist();
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .allMatch(name -> name.equals("tiny.yaml") || name.startsWith("child"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "doctor"})
    void outputThatDoesNotGetThroughIsAnError(String words) throws Exception {
        List<String> argv = new ArrayList<>(List.of("bash", "-c", "\"$@\" >/dev/full", "bash"));
        argv.addAll(ChildRun.java());
        argv.addAll(List.of(words.split(" ")));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err())
                    .isEqualTo("pinbench: what was to go to standard output is not all there: No space left on"
                            + " device\n");
        }
    }

    @Test
    void aReaderThatLeavesEarlyIsNoError() throws Exception {
        Path run = folder.resolve("run");
        List<String> argv = new ArrayList<>(List.of("bash", "-c", """
                "$@" | head -c 1 >/dev/null
                exit ${PIPESTATUS[0]}
                """, "bash"));
        argv.addAll(ChildRun.java());
        argv.addAll(List.of("run", TinyProfile.in(folder).toString(), "--out", run.toString()));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isZero();
            assertThat(child.err().lines()).as("header and one trial").hasSize(2);
            child.assertNothingLeft();
        }
        assertThat(run.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void doctorPrintsItsFindings() {
        Invocation invocation = Invocation.of("doctor");
        assertThat(invocation.status()).isIn(ExitStatus.DONE, ExitStatus.MACHINE);
        assertThat(invocation.out()).contains("privileges", "iperf3", "steal").contains(" ok");
        assertThat(invocation.err()).isEmpty();
    }
}
