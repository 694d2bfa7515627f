package dev.pinbench.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.process.RunningProcess.Stdin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunningProcessTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void itEndsWhenItsInputIsClosed() throws Exception {
        try (RunningProcess cat = RunningProcess.start(List.of("cat"), Stdin.PIPE)) {
            assertThat(cat.isAlive()).isTrue();
            cat.stdin().write("line\n".getBytes(StandardCharsets.UTF_8));
            cat.stdin().flush();
            assertThat(cat.awaitStdout(text -> text.contains("line"), LONG)).isTrue();
            cat.stdin().close();

            assertThat(cat.waitFor(LONG)).isTrue();
            assertThat(cat.exitCode()).isZero();
            assertThat(cat.stdoutText()).isEqualTo("line\n");
            assertThat(cat.stderrText()).isEmpty();
        }
    }

    @Test
    void closingKillsAndReapsIt() throws Exception {
        RunningProcess sleep = RunningProcess.start(List.of("sleep", "600"), Stdin.NONE);
        assertThat(Files.readString(Path.of("/proc", Long.toString(sleep.pid()), "status")))
                .contains("Pid:");

        sleep.close();

        assertThat(sleep.isAlive()).isFalse();
        assertThat(sleep.exitCode()).isEqualTo(128 + 9);
        assertThat(Path.of("/proc", Long.toString(sleep.pid()))).doesNotExist();
        sleep.close();
    }

    @Test
    void whatIsNotYetKnownIsRefusedWhileItRuns() throws Exception {
        try (RunningProcess sleep = RunningProcess.start(List.of("sleep", "600"), Stdin.NONE)) {
            assertThat(sleep.waitFor(Duration.ofMillis(1))).isFalse();
            assertThatThrownBy(sleep::exitCode)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sleep 600: still running");
            assertThatThrownBy(sleep::stdoutText).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void waitingForWordsEndsWithTheOutput() throws Exception {
        try (RunningProcess echo = RunningProcess.start(List.of("echo", "something else"), Stdin.NONE)) {
            assertThat(echo.awaitStdout(text -> text.contains("ready"), LONG)).isFalse();
        }
    }

    @Test
    void whatItWritesCanGoIntoAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("out"), "a longer text that was there before\n");
        // "exec": a sleep that outlived the shell would hold its pipe, and as long as it is held Java keeps the shell's
        // exit status under its process id, to report it for the next process that gets the same number.
        List<String> argv = List.of("sh", "-c", "echo ready >&2; echo text; exec sleep 600");
        try (RunningProcess shell = RunningProcess.startInto(file, argv)) {
            assertThat(shell.awaitStderr(text -> text.contains("ready"), LONG)).isTrue();
            assertThat(shell.awaitStderr(text -> text.contains("steady"), Duration.ofMillis(1)))
                    .isFalse();
            Signals.send("TERM", shell.pid());
            assertThat(shell.waitFor(LONG)).isTrue();
            assertThat(shell.exitCode()).isEqualTo(128 + 15);
            assertThat(shell.stdoutText()).isEmpty();
            assertThat(file).hasContent("text\n");
        }
    }

    @Test
    void aSignalToNobodyFails() throws Exception {
        RunningProcess ended = RunningProcess.start(List.of("true"), Stdin.NONE);
        ended.close();

        assertThatThrownBy(() -> Signals.send("USR1", ended.pid())).isInstanceOf(CommandException.class);
    }

    @Test
    void anEmptyVectorIsRefused() {
        assertThatThrownBy(() -> RunningProcess.start(List.of(), Stdin.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
