package dev.pinbench.harness.process;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program under way. Its output is drained from the start and kept up to {@value #OUTPUT_LIMIT_BYTES} bytes a
 * stream. It runs with {@code LC_ALL=C}, and with the affinity of the thread that started it.
 */
public final class RunningProcess implements AutoCloseable {

    /** Where the program's standard input comes from. */
    public enum Stdin {
        /** {@code /dev/null}. */
        NONE,
        /** A pipe that {@link RunningProcess#stdin()} writes to. */
        PIPE
    }

    static final int OUTPUT_LIMIT_BYTES = 64 << 20;

    private static final Duration REAP_TIMEOUT = Duration.ofSeconds(10);

    /** Once everything that could write is dead, the end of the streams is a matter of scheduling. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);

    private final List<String> argv;
    private final Process process;
    private final Drain stdout;
    private final Drain stderr;

    private RunningProcess(List<String> argv, Process process) {
        this.argv = argv;
        this.process = process;
        String name = argv.get(0) + "-" + process.pid();
        this.stdout = Drain.start(process.getInputStream(), name + "-stdout", OUTPUT_LIMIT_BYTES);
        this.stderr = Drain.start(process.getErrorStream(), name + "-stderr", OUTPUT_LIMIT_BYTES);
    }

    /**
     * Starts a program.
     *
     * @param argv the program (a path, or a name that is looked up as {@link Executables} says) and its arguments
     * @throws MissingToolException if the program is not there
     * @throws CommandException if it could not be started for another reason
     */
    public static RunningProcess start(List<String> argv, Stdin stdin) throws CommandException {
        return start(argv, stdin, ProcessBuilder.Redirect.PIPE);
    }

    /**
     * As {@link #start(List, Stdin)}, with nothing on its standard input and with its standard output, of any length, going
     * into a file of this program's, which it need not see by itself.
     *
     * @param stdout made if it is not there, else written from its beginning
     */
    public static RunningProcess startInto(Path stdout, List<String> argv) throws CommandException {
        return start(argv, Stdin.NONE, ProcessBuilder.Redirect.to(stdout.toFile()));
    }

    private static RunningProcess start(List<String> argv, Stdin stdin, ProcessBuilder.Redirect stdout)
            throws CommandException {
        List<String> words = List.copyOf(argv);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("an empty argument vector names no program");
        }
        ProcessBuilder builder = builder(words);
        if (stdin == Stdin.NONE) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
        builder.redirectOutput(stdout);
        try {
            return new RunningProcess(words, builder.start());
        } catch (IOException e) {
            throw new CommandException(
                    Printable.argv(words) + ": could not be started: "
                            + Printable.escape(String.valueOf(e.getMessage())),
                    null,
                    e);
        }
    }

    /** The program found, with the environment that every program gets. */
    static ProcessBuilder builder(List<String> argv) throws MissingToolException {
        Path program = Executables.require(argv.get(0));
        List<String> resolved = new ArrayList<>(argv);
        resolved.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(resolved);
        Map<String, String> environment = builder.environment();
        environment.put("LC_ALL", "C");
        environment.remove("LANGUAGE");
        environment.put("PATH", Executables.searchPath());
        return builder;
    }

    /** The argument vector as given. */
    public List<String> argv() {
        return argv;
    }

    /** Process id, as this process's PID namespace sees it. */
    public long pid() {
        return process.pid();
    }

    /** The process itself, for its children and its end. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the program's end; {@code false} if it still runs after {@code timeout}. */
    public boolean waitFor(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Exit status, or 128 plus the signal's number.
     *
     * @throws IllegalStateException if it still runs
     */
    public int exitCode() {
        try {
            return process.exitValue();
        } catch (IllegalThreadStateException e) {
            throw new IllegalStateException(Printable.argv(argv) + ": still running, so it has no exit status", e);
        }
    }

    /** The pipe to its standard input; closing it is how many programs are told to end. */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /**
     * Waits until what it wrote to standard output so far satisfies {@code ready}, for example holds a line that says
     * that a server listens; {@code false} if the output or the time ended first.
     */
    public boolean awaitStdout(Predicate<String> ready, Duration timeout) throws InterruptedException {
        return stdout.awaitText(ready, timeout);
    }

    /** As {@link #awaitStdout}, of standard error. */
    public boolean awaitStderr(Predicate<String> ready, Duration timeout) throws InterruptedException {
        return stderr.awaitText(ready, timeout);
    }

    /**
     * All that it wrote to standard output, unless that went into a file.
     *
     * @throws IllegalStateException if it still runs
     * @throws CommandException if the output was longer than the limit, unreadable, or is still held open by a process
     *     that was left behind
     */
    public String stdoutText() throws CommandException, InterruptedException {
        return whole(stdout, "standard output");
    }

    /** All that it wrote to standard error; fails as {@link #stdoutText()} does. */
    public String stderrText() throws CommandException, InterruptedException {
        return whole(stderr, "standard error");
    }

    private String whole(Drain drain, String name) throws CommandException, InterruptedException {
        if (isAlive()) {
            throw new IllegalStateException(Printable.argv(argv) + ": still running, so its " + name + " is not whole");
        }
        if (!drain.awaitEnd(DRAIN_TIMEOUT)) {
            throw new CommandException(Printable.argv(argv)
                    + ": has ended, but a process that it left behind holds its " + name + " open");
        }
        return drain.text(Printable.argv(argv) + ": its " + name);
    }

    /** Waits for the end of both outputs. */
    boolean awaitOutputs(long deadlineNanos) throws InterruptedException {
        return stdout.awaitEnd(Duration.ofNanos(deadlineNanos - System.nanoTime()))
                && stderr.awaitEnd(Duration.ofNanos(deadlineNanos - System.nanoTime()));
    }

    /** Kills the program with all its descendants, if it still runs, and reaps it. */
    @Override
    public void close() {
        // A reaped process's id may be another's by now, and what it left behind can't be found from it anyway.
        if (process.isAlive()) {
            ProcessTree.kill(process.toHandle());
        }
        boolean interrupted = false;
        long deadline = System.nanoTime() + REAP_TIMEOUT.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            try {
                ended = process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        closeQuietly(process.getOutputStream());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException brokenPipe) {
            // Bytes that a dead program did not read are of no use to anybody.
            return;
        }
    }
}
