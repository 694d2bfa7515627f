package dev.pinbench.harness.capture;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * A folder for captures that are not to be kept. It goes when this program ends, however it ends: a shell makes it, reads a
 * pipe whose only writer is this program, and takes it away at the pipe's end.
 */
final class CaptureFolder implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);
    private static final String READY = "ready";

    /** Signals that are meant for the program must not keep it from going on. */
    private static final String SCRIPT = """
            trap '' HUP INT PIPE TERM
            mkdir -m 700 -- "$1" || exit
            echo ready
            while read -r line; do :; done
            rm -f -- "$1"/*.pcap
            rmdir -- "$1"
            """;

    private final Path path;
    private final RunningProcess process;

    private CaptureFolder(Path path, RunningProcess process) {
        this.path = path;
        this.process = process;
    }

    /**
     * Makes one.
     *
     * @throws CaptureException if it cannot be made in {@code parent}
     */
    static CaptureFolder in(Path parent) throws CaptureException, InterruptedException {
        Path path = parent.resolve("pinbench-" + UUID.randomUUID()).toAbsolutePath();
        List<String> argv = List.of("setsid", "sh", "-c", SCRIPT, "pinbench-captures", path.toString());
        RunningProcess process = null;
        try {
            process = RunningProcess.start(argv, RunningProcess.Stdin.PIPE);
            if (process.awaitStdout(text -> text.contains(READY), START_TIMEOUT)) {
                CaptureFolder folder = new CaptureFolder(path, process);
                process = null;
                return folder;
            }
            boolean ended = process.waitFor(END_TIMEOUT);
            throw new CaptureException("capture: no folder can be made in " + parent + ": "
                    + (ended ? Printable.escape(process.stderrText().strip()) : "the shell does not answer"));
        } catch (CommandException e) {
            throw new CaptureException("capture: no folder can be made in " + parent + ": " + e.getMessage(), e);
        } finally {
            if (process != null) {
                process.close();
            }
        }
    }

    Path path() {
        return path;
    }

    /** Takes it away with what is in it. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try (process) {
            process.stdin().close();
            process.waitFor(END_TIMEOUT);
        } catch (IOException e) {
            // The shell has ended: by a hand from outside, which may also take away what it left.
            return;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
