package dev.pinbench.harness.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Runs a program whose output is too long to keep, line by line. */
public final class LineStream {
    private static final int STDERR_LIMIT_BYTES = 64 << 10;
    private static final int LONGEST_LINE = 64 << 10;

    private LineStream() {}

    /**
     * Runs a program to its end and hands on each line of its standard output as it comes, decoded as UTF-8 and cut at
     * 65,536 characters.
     *
     * @param argv the program and its arguments; no shell sees them
     * @param timeout after which it is killed
     * @throws MissingToolException if the program is not there
     * @throws CommandTimeoutException if it did not end in time
     * @throws CommandException if it could not be started or read, or ended with another status than zero
     */
    public static void run(List<String> argv, Duration timeout, Consumer<String> line)
            throws CommandException, InterruptedException {
        ProcessBuilder builder = RunningProcess.builder(argv);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CommandException(Printable.argv(argv) + ": could not be started", null, e);
        }
        Drain stderr = Drain.start(process.getErrorStream(), argv.get(0) + "-stderr", STDERR_LIMIT_BYTES);
        AtomicBoolean killed = watch(process, timeout);
        try {
            read(process, line);
            process.waitFor();
            if (killed.get()) {
                throw new CommandTimeoutException(
                        Printable.argv(argv) + ": did not end within " + timeout.toSeconds() + " s and was killed");
            }
            if (process.exitValue() != 0) {
                stderr.awaitEnd(Duration.ofSeconds(1));
                String said = stderr.text("standard error").lines().findFirst().orElse("nothing on standard error");
                throw new CommandException(
                        Printable.argv(argv) + ": exit status " + process.exitValue() + ": " + Printable.escape(said));
            }
        } catch (IOException e) {
            throw e instanceof CommandException known
                    ? known
                    : new CommandException(Printable.argv(argv) + ": its output could not be read", null, e);
        } finally {
            if (process.isAlive()) {
                ProcessTree.kill(process.toHandle());
            }
        }
    }

    /** Kills the process when its time is up, and says so. */
    private static AtomicBoolean watch(Process process, Duration timeout) {
        AtomicBoolean killed = new AtomicBoolean();
        Thread thread = new Thread(
                () -> {
                    try {
                        if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                            killed.set(true);
                            ProcessTree.kill(process.toHandle());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "watchdog-" + process.pid());
        thread.setDaemon(true);
        thread.start();
        return killed;
    }

    private static void read(Process process, Consumer<String> line) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    line.accept(text.toString());
                    text.setLength(0);
                } else if (text.length() < LONGEST_LINE) {
                    text.append((char) c);
                }
            }
            if (!text.isEmpty()) {
                line.accept(text.toString());
            }
        }
    }
}
