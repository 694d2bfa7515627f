package dev.pinbench.harness.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program to its end. Both outputs are drained while it runs. When its time is up, or the calling thread is
 * interrupted, the program and all its descendants are killed. Environment as in {@link RunningProcess}.
 */
public final class Commands {

    private Commands() {}

    /** Runs a program with nothing on its standard input; see {@link #run(List, byte[], Duration)}. */
    public static CommandResult run(List<String> argv, Duration timeout) throws CommandException, InterruptedException {
        return run(argv, (byte[]) null, timeout);
    }

    /** Runs a program with a text, as UTF-8, on its standard input; see {@link #run(List, byte[], Duration)}. */
    public static CommandResult run(List<String> argv, String stdin, Duration timeout)
            throws CommandException, InterruptedException {
        return run(argv, stdin.getBytes(StandardCharsets.UTF_8), timeout);
    }

    /**
     * Runs a program and waits for its end, whatever its exit status.
     *
     * @param argv the program and its arguments; no shell sees them
     * @param stdin what it gets on standard input; {@code null} for {@code /dev/null}
     * @param timeout after which it is killed
     * @throws MissingToolException if the program is not there
     * @throws CommandTimeoutException if it, or a process that it left behind with its output, did not end in time; the
     *     latter goes unseen if it writes nothing and the program ended while its output was between two reads
     * @throws CommandException if it could not be started or wrote more than 64 MiB
     */
    public static CommandResult run(List<String> argv, byte @Nullable [] stdin, Duration timeout)
            throws CommandException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        RunningProcess.Stdin mode = stdin == null ? RunningProcess.Stdin.NONE : RunningProcess.Stdin.PIPE;
        try (RunningProcess process = RunningProcess.start(argv, mode)) {
            if (stdin != null) {
                feed(process, stdin);
            }
            if (!process.waitFor(timeout)) {
                throw new CommandTimeoutException(
                        Printable.argv(argv) + ": did not end within " + seconds(timeout) + " and was killed");
            }
            if (!process.awaitOutputs(deadline)) {
                throw new CommandTimeoutException(Printable.argv(argv)
                        + ": ended, but a process that it left behind held its output open for "
                        + seconds(timeout));
            }
            return new CommandResult(process.exitCode(), process.stdoutText(), process.stderrText());
        }
    }

    /** As {@link #runOrThrow(List, byte[], Duration)} with nothing on standard input. */
    public static CommandResult runOrThrow(List<String> argv, Duration timeout)
            throws CommandException, InterruptedException {
        return runOrThrow(argv, (byte[]) null, timeout);
    }

    /** As {@link #runOrThrow(List, byte[], Duration)} with a text, as UTF-8, on standard input. */
    public static CommandResult runOrThrow(List<String> argv, String stdin, Duration timeout)
            throws CommandException, InterruptedException {
        return runOrThrow(argv, stdin.getBytes(StandardCharsets.UTF_8), timeout);
    }

    /**
     * As {@link #run(List, byte[], Duration)}, but an exit status other than zero is an error too, whose message holds
     * the argument vector, the status and the first line that the program wrote to standard error.
     */
    public static CommandResult runOrThrow(List<String> argv, byte @Nullable [] stdin, Duration timeout)
            throws CommandException, InterruptedException {
        CommandResult result = run(argv, stdin, timeout);
        if (result.exitCode() != 0) {
            throw new CommandException(failure(argv, result), result, null);
        }
        return result;
    }

    private static String failure(List<String> argv, CommandResult result) {
        String said = result.stderr()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(line -> ": " + Printable.escape(line.strip()))
                .orElse(" and said nothing on standard error");
        return Printable.argv(argv) + ": exit status " + result.exitCode() + said;
    }

    private static String seconds(Duration timeout) {
        return String.format(Locale.ROOT, "%.1f s", timeout.toMillis() / 1000.0);
    }

    /** Writes on a thread of its own: a program may write more than a pipe holds before it reads its input. */
    private static void feed(RunningProcess process, byte[] stdin) {
        Thread thread = new Thread(() -> write(process.stdin(), stdin), "stdin-" + process.pid());
        thread.setDaemon(true);
        thread.start();
    }

    private static void write(OutputStream stream, byte[] bytes) {
        try (stream) {
            stream.write(bytes);
        } catch (IOException brokenPipe) {
            // A program may end without reading its input; its exit status tells whether that was right.
            return;
        }
    }
}
