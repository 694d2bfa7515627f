package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import dev.pinbench.harness.process.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that a datapath needs while its topology lives, such as a software switch. It is in the lab's PID namespace,
 * so that the kernel ends it with the lab, and sees the lab's private {@code /run}. It must stay in the foreground.
 */
public final class Daemon {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long POLL_NANOS = 2_000_000;
    private static final int MOST_COMM_CHARACTERS = 15;

    /**
     * nsenter stops itself when its child is stopped; nobody would then reap the child, and the kernel could not end the PID
     * namespace. setsid waits for a child of its own and does not care whether that is stopped.
     */
    private static final List<String> KEPT_RUNNING = List.of("setsid", "--fork", "--wait");

    private final LabNamespace namespace;
    private final List<String> argv;
    private final RunningProcess process;
    private final long pid;
    private final boolean polls;

    /** Something that becomes true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws LabException, InterruptedException;
    }

    private Daemon(LabNamespace namespace, List<String> argv, boolean polls, RunningProcess process, long pid) {
        this.namespace = namespace;
        this.argv = List.copyOf(argv);
        this.process = process;
        this.pid = pid;
        this.polls = polls;
    }

    /**
     * Starts it, and waits until the program runs; not until it has done anything.
     *
     * @param polls whether it takes a core even when there is nothing to do
     */
    static Daemon start(LabNamespace namespace, List<String> argv, boolean polls)
            throws LabException, InterruptedException {
        List<String> words = new ArrayList<>(polls ? KEPT_RUNNING : List.of());
        words.addAll(argv);
        RunningProcess process;
        try {
            process = RunningProcess.start(namespace.command(words), RunningProcess.Stdin.NONE);
        } catch (CommandException e) {
            throw new LabException("lab: in " + namespace.name() + ": " + e.getMessage(), e);
        }
        try {
            long child = ChildProcess.await(process, comm(words.get(0)), TIMEOUT);
            long pid = polls ? ChildProcess.await(process, child, comm(argv.get(0)), TIMEOUT) : child;
            return new Daemon(namespace, argv, polls, process, pid);
        } catch (CommandException e) {
            process.close();
            throw new LabException("lab: in " + namespace.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** As {@code /proc/PID/comm} tells it: the last part of the path, at most 15 characters (TASK_COMM_LEN). */
    private static String comm(String program) {
        String name = program.substring(program.lastIndexOf('/') + 1);
        return name.substring(0, Math.min(name.length(), MOST_COMM_CHARACTERS));
    }

    /** Its process id as this program's PID namespace sees it. */
    public long pid() {
        return pid;
    }

    /** Program and namespace, for people. */
    public String label() {
        return Printable.escape(argv.get(0)) + " in " + namespace.name();
    }

    /** Stops it if it takes a core even when idle; the kernel keeps its sockets. */
    void pause() throws LabException, InterruptedException {
        if (polls && isAlive()) {
            signal("STOP");
        }
    }

    /** Undoes {@link #pause}. */
    void resume() throws LabException, InterruptedException {
        if (polls && isAlive()) {
            signal("CONT");
        }
    }

    private void signal(String name) throws LabException, InterruptedException {
        try {
            Signals.send(name, pid);
        } catch (CommandException e) {
            throw new LabException("lab: " + label() + ": " + e.getMessage(), e);
        }
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until {@code condition} holds.
     *
     * @param what what is waited for, as it follows "waits for": {@code "its socket"}
     * @throws LabException if the daemon ends first (with what it said) or it takes more than 20 s
     */
    public void await(String what, Condition condition) throws LabException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive()) {
                throw new LabException("lab: " + label() + " ended with exit status " + process.exitCode()
                        + " before there was " + what + said());
            }
            if (System.nanoTime() > deadline) {
                throw new LabException(
                        "lab: " + label() + ": waited " + TIMEOUT.toSeconds() + " s in vain for " + what);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private String said() throws InterruptedException {
        try {
            Optional<String> last = (process.stdoutText() + process.stderrText())
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later);
            return last.map(line -> ": " + Printable.escape(line.strip())).orElse(" and said nothing");
        } catch (CommandException e) {
            return "; what it said cannot be read: " + e.getMessage();
        }
    }

    void close() {
        process.close();
    }
}
