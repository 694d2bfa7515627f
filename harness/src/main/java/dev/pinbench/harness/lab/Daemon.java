package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.time.Duration;
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

    private final LabNamespace namespace;
    private final List<String> argv;
    private final RunningProcess process;
    private final long pid;

    /** Something that becomes true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws LabException, InterruptedException;
    }

    private Daemon(LabNamespace namespace, List<String> argv, RunningProcess process, long pid) {
        this.namespace = namespace;
        this.argv = List.copyOf(argv);
        this.process = process;
        this.pid = pid;
    }

    /** Starts it, and waits until the program runs; not until it has done anything. */
    static Daemon start(LabNamespace namespace, List<String> argv) throws LabException, InterruptedException {
        RunningProcess process;
        try {
            process = RunningProcess.start(namespace.command(argv), RunningProcess.Stdin.NONE);
        } catch (CommandException e) {
            throw new LabException("lab: in " + namespace.name() + ": " + e.getMessage(), e);
        }
        try {
            return new Daemon(namespace, argv, process, ChildProcess.await(process, comm(argv.get(0)), TIMEOUT));
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
                throw new LabException("lab: " + label() + ": waited " + TIMEOUT.toSeconds() + " s in vain for " + what);
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
