package dev.pinbench.harness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds the program behind a wrapper. {@code unshare --fork} and {@code nsenter --pid} stay as the parent of what they
 * start, because only a child can be in the new PID namespace.
 */
public final class ChildProcess {
    private static final long POLL_NANOS = 200_000;

    private ChildProcess() {}

    /**
     * Waits until the wrapper has a child that has become {@code comm}, which is when all wrappers in between have been
     * replaced by the program.
     *
     * @return the child's process id in this program's PID namespace
     * @throws CommandException if the wrapper ended first (with what it said) or the time ran out
     */
    public static long await(RunningProcess wrapper, String comm, Duration timeout)
            throws CommandException, InterruptedException {
        return await(wrapper, wrapper.pid(), comm, timeout);
    }

    /**
     * As {@link #await(RunningProcess, String, Duration)}, for a program behind a second wrapper.
     *
     * @param parent process id of the second wrapper
     */
    public static long await(RunningProcess wrapper, long parent, String comm, Duration timeout)
            throws CommandException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            OptionalLong child = child(parent);
            if (child.isPresent()
                    && comm(child.getAsLong()).filter(comm::equals).isPresent()) {
                return child.getAsLong();
            }
            if (!wrapper.isAlive()) {
                throw ended(wrapper);
            }
            if (System.nanoTime() > deadline) {
                throw new CommandException(Printable.argv(wrapper.argv()) + ": did not become " + comm + " within "
                        + timeout.toSeconds() + " s");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static CommandException ended(RunningProcess wrapper) throws CommandException, InterruptedException {
        String said = wrapper.stderrText().strip();
        if (said.isEmpty()) {
            said = wrapper.stdoutText().strip();
        }
        String firstLine = said.lines().findFirst().orElse("and said nothing");
        return new CommandException(Printable.argv(wrapper.argv()) + ": exit status " + wrapper.exitCode() + ": "
                + Printable.escape(firstLine));
    }

    /** The only child of a process. */
    private static OptionalLong child(long parent) {
        Path children = Path.of("/proc", Long.toString(parent), "task", Long.toString(parent), "children");
        try {
            String text = Files.readString(children).strip();
            int blank = text.indexOf(' ');
            String first = blank < 0 ? text : text.substring(0, blank);
            return first.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(first));
        } catch (IOException e) {
            // Kernels without CONFIG_PROC_CHILDREN have no such file; walking /proc says the same more slowly.
            return ProcessHandle.of(parent).stream()
                    .flatMap(ProcessHandle::children)
                    .mapToLong(ProcessHandle::pid)
                    .findFirst();
        }
    }

    private static Optional<String> comm(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
