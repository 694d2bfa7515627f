package dev.pinbench.harness.traffic;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with a chosen duty on a chosen core: stress-ng's cpu stressor, started beside the lab's own PID 1 so that it
 * ends with the lab. Its true share is sampled, not assumed.
 */
public final class Competitor implements AutoCloseable {
    /** The program that competes. */
    public static final String TOOL = "stress-ng";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 500_000;

    private final RunningProcess wrapper;
    private final long pid;

    private Competitor(RunningProcess wrapper, long pid) {
        this.wrapper = wrapper;
        this.pid = pid;
    }

    /**
     * Starts a competitor and waits until it has had the core.
     *
     * @param core where it runs
     * @param loadPercent share of the core that it asks for, 1…100
     * @throws TrafficException if it does not start; holds its own words
     */
    public static Competitor start(Lab lab, int core, int loadPercent) throws TrafficException, InterruptedException {
        List<String> argv = lab.command(List.of(
                "taskset",
                "-c",
                Integer.toString(core),
                TOOL,
                "--quiet",
                "--cpu",
                "1",
                "--cpu-load",
                Integer.toString(loadPercent),
                "--temp-path",
                "/run",
                "--timeout",
                "0"));
        RunningProcess wrapper = null;
        try {
            wrapper = RunningProcess.start(argv, RunningProcess.Stdin.NONE);
            long parent = ChildProcess.await(wrapper, TOOL, START_TIMEOUT);
            return new Competitor(wrapper, awaitStressor(wrapper, parent));
        } catch (CommandException e) {
            if (wrapper != null) {
                wrapper.close();
            }
            throw new TrafficException("competitor: " + e.getMessage(), e);
        } catch (TrafficException | InterruptedException | RuntimeException e) {
            if (wrapper != null) {
                wrapper.close();
            }
            throw e;
        }
    }

    /** stress-ng forks the process that burns the CPU; it counts once the scheduler has given it time. */
    private static long awaitStressor(RunningProcess wrapper, long parent)
            throws TrafficException, InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (wrapper.isAlive() && System.nanoTime() < deadline) {
            var child =
                    ProcessHandle.of(parent).flatMap(handle -> handle.children().findFirst());
            if (child.isPresent() && hasRun(child.get().pid())) {
                return child.get().pid();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new TrafficException("competitor: stress-ng did not come to run on its core");
    }

    private static boolean hasRun(long pid) {
        try {
            String schedstat = Files.readString(Path.of("/proc", Long.toString(pid), "schedstat"));
            return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' '))) > 1_000_000;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The process that burns the CPU, in the host's PID namespace. */
    public long pid() {
        return pid;
    }

    /** Whether it still burns the CPU. */
    public boolean isAlive() {
        return wrapper.isAlive() && ProcessHandle.of(pid).isPresent();
    }

    /** Its argument vector as started. */
    public List<String> command() {
        return wrapper.argv();
    }

    @Override
    public void close() {
        wrapper.close();
    }
}
