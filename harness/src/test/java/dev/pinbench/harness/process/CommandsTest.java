package dev.pinbench.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void bothStreamsAndTheExitStatusComeBack() throws Exception {
        CommandResult result = Commands.run(List.of("sh", "-c", "echo out; echo err >&2; exit 7"), LONG);

        assertThat(result).isEqualTo(new CommandResult(7, "out\n", "err\n"));
    }

    @Test
    void argumentsReachTheProgramUntouched() throws Exception {
        CommandResult result = Commands.run(List.of("printf", "%s|", "a b", "$HOME", "*", "'", "\n"), LONG);

        assertThat(result.stdout()).isEqualTo("a b|$HOME|*|'|\n|");
    }

    @Test
    void standardInputIsFedAndEnded() throws Exception {
        assertThat(Commands.run(List.of("cat"), "one\ntwo\n", LONG).stdout()).isEqualTo("one\ntwo\n");
        assertThat(Commands.run(List.of("cat"), LONG).stdout()).isEmpty();
    }

    @Test
    void aMebibyteOnEachStreamDoesNotBlockTheProgram() throws Exception {
        String script =
                "i=0; while [ $i -lt 16 ]; do head -c 65536 /dev/zero; head -c 65536 /dev/zero >&2; i=$((i+1)); done";

        CommandResult result = Commands.run(List.of("sh", "-c", script), LONG);

        assertThat(result.stdout()).hasSize(1 << 20);
        assertThat(result.stderr()).hasSize(1 << 20);
    }

    @Test
    void moreInputThanAPipeHoldsIsEchoedWithoutDeadlock() throws Exception {
        String text = "0123456789abcdef".repeat(1 << 16);

        assertThat(Commands.run(List.of("cat"), text, LONG).stdout()).isEqualTo(text);
    }

    @Test
    void aProgramThatIgnoresItsInputIsNoError() throws Exception {
        assertThat(Commands.run(List.of("true"), new byte[1 << 20], LONG).exitCode())
                .isZero();
    }

    @Test
    void messagesAreInPlainEnglishWhateverTheLocale() throws Exception {
        assertThat(Commands.run(List.of("sh", "-c", "echo $LC_ALL"), LONG).stdout())
                .isEqualTo("C\n");
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> Commands.run(List.of("no-such-tool-here", "-v"), LONG))
                .isInstanceOfSatisfying(
                        MissingToolException.class, e -> assertThat(e.tool()).isEqualTo("no-such-tool-here"))
                .hasMessageContaining("no-such-tool-here: program not found in ")
                .hasMessageContaining("/usr/sbin");
    }

    @Test
    void aFailureTellsTheCommandItsStatusAndItsFirstWord() {
        List<String> argv = List.of("sh", "-c", "printf '\\n\\033[31mbad luck\\nmore\\n' >&2; exit 3");

        assertThatThrownBy(() -> Commands.runOrThrow(argv, LONG))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        e -> assertThat(e.result().orElseThrow().exitCode()).isEqualTo(3))
                .hasMessageStartingWith("sh -c '")
                .hasMessageEndingWith(": exit status 3: \\u001b[31mbad luck")
                .message()
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void whenTimeIsUpTheGrandchildrenDieToo() throws Exception {
        CompletableFuture<Integer> grandchild = watch("lifeline");
        // The inner shell is a child, its sleep a grandchild that holds the pipe open as long as it lives.
        List<String> argv = List.of("sh", "-c", "sh -c 'sleep 600; true' >\"$1\"; true", "sh", path("lifeline"));

        assertThatThrownBy(() -> Commands.run(argv, Duration.ofSeconds(1)))
                .isInstanceOf(CommandTimeoutException.class)
                .hasMessageContaining("did not end within 1.0 s");

        assertThat(grandchild.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void aProcessLeftBehindWithTheOutputIsATimeout() {
        // At the program's end Java closes a stream that nobody is reading just then, and would not notice who still
        // holds the other end: the reader has taken everything and waits for more before the shell ends.
        List<String> argv = List.of("sh", "-c", "head -c 300000 /dev/zero; sleep 4 & sleep 0.5; exit 0");
        assertThatThrownBy(() -> Commands.run(argv, Duration.ofSeconds(2)))
                .isInstanceOf(CommandTimeoutException.class)
                .hasMessageContaining("left behind");
    }

    @Test
    void interruptionKillsTheTree() throws Exception {
        Files.createDirectories(folder);
        CompletableFuture<Integer> lifeline = watch("lifeline");
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Integer> beacon = watch("beacon").whenComplete((b, e) -> started.countDown());
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<String> argv = List.of(
                "sh",
                "-c",
                "sh -c 'echo up >\"$2\"; sleep 600; true' sh \"$1\" \"$2\" >\"$1\"; true",
                "sh",
                path("lifeline"),
                path("beacon"));
        Thread caller = new Thread(() -> {
            try {
                Commands.run(argv, LONG);
            } catch (CommandException | InterruptedException e) {
                thrown.set(e);
            }
        });

        caller.start();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join();

        assertThat(beacon.get()).isEqualTo((int) 'u');
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(lifeline.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    /** First byte that comes through a new named pipe, or -1 when its last writer is gone. */
    private CompletableFuture<Integer> watch(String name) throws Exception {
        Commands.runOrThrow(List.of("mkfifo", path(name)), LONG);
        CompletableFuture<Integer> first = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (InputStream in = Files.newInputStream(folder.resolve(name))) {
                first.complete(in.read());
            } catch (java.io.IOException e) {
                first.completeExceptionally(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return first;
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
