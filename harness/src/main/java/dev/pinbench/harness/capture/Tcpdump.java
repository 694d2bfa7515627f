package dev.pinbench.harness.capture;

import dev.pinbench.harness.lab.LabInterface;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import dev.pinbench.harness.process.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * tcpdump at one interface, in its namespace. It writes to its standard output, which is a file of this program's: the lab
 * sees another {@code /run}, and tcpdump another user, but neither has to open anything.
 *
 * <p>Without promiscuous mode: a bridge's own device would count what it hands from port to port, were it in that mode.
 */
final class Tcpdump implements AutoCloseable {
    /** The program, and its Debian package. */
    static final String NAME = "tcpdump";

    /** tcpdump's own limit: the longest packet is kept whole unless BIG TCP makes it longer still. */
    private static final int MOST_PACKET_BYTES = 262_144;

    private static final String LISTENING = "listening on ";
    /** It becomes the user that it is told to be even if it is that user (droproot, tcpdump.c). */
    private static final String REFUSED_USER = "Couldn't change to";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(1);
    /** The kernel keeps what it has for up to a second; then the buffer is written to the disk, however slow that is. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final long POLL_NANOS = 50_000_000;

    private final LabInterface at;
    private final RunningProcess process;
    private long pid;

    private Tcpdump(LabInterface at, RunningProcess process) {
        this.at = at;
        this.process = process;
    }

    /**
     * Starts it; see {@link #awaitListening}.
     *
     * @param file what it captures goes here
     * @param bufferBytes memory that the kernel gives it for packets that it has not written yet
     */
    static Tcpdump start(LabInterface at, Path file, long bufferBytes) throws CaptureException {
        List<String> argv = List.of(
                NAME,
                "-i",
                at.name(),
                "-n",
                "-p",
                "-s",
                Integer.toString(MOST_PACKET_BYTES),
                "-B",
                Long.toString(bufferBytes >> 10),
                // As another user it could do no less; but there may be none.
                "-Z",
                "root",
                "-w",
                "-");
        try {
            return new Tcpdump(at, RunningProcess.startInto(file, at.namespace().command(argv)));
        } catch (CommandException e) {
            throw new CaptureException("capture at " + label(at) + ": " + e.getMessage(), e);
        }
    }

    /** Waits until every further packet is captured. */
    void awaitListening() throws CaptureException, InterruptedException {
        if (!process.awaitStderr(said -> said.contains(LISTENING), START_TIMEOUT)) {
            // Its last words come before its end, by which alone its exit status is known.
            process.waitFor(END_TIMEOUT);
            throw failed("did not begin to listen within " + START_TIMEOUT.toSeconds() + " s");
        }
        try {
            pid = ChildProcess.await(process, NAME, START_TIMEOUT);
        } catch (CommandException e) {
            throw new CaptureException("capture at " + label(at) + ": " + e.getMessage(), e);
        }
    }

    /** Its process id as this program's PID namespace sees it, once it listens. */
    long pid() {
        return pid;
    }

    /**
     * Waits until all that came is written, and ends it. Nothing must send meanwhile.
     *
     * @throws CaptureException if it ended by itself before
     */
    CaptureStatistics stop() throws CaptureException, InterruptedException {
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        try {
            long reports = 0;
            while (!report(++reports).isDrained()) {
                if (System.nanoTime() > deadline) {
                    throw failed("did not write all that it had within " + DRAIN_TIMEOUT.toMinutes() + " min");
                }
                pause();
            }
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            if (!process.waitFor(STOP_TIMEOUT)) {
                throw failed("did not end within " + STOP_TIMEOUT.toSeconds() + " s");
            }
            return CaptureStatistics.last(process.stderrText())
                    .orElseThrow(() -> new CaptureException("capture at " + label(at) + ": tcpdump counted nothing"));
        } catch (CommandException e) {
            throw new CaptureException("capture at " + label(at) + ": " + e.getMessage(), e);
        }
    }

    /** Asks for the report of this number. */
    private CaptureStatistics report(long number) throws CaptureException, CommandException, InterruptedException {
        try {
            Signals.send("USR1", pid);
        } catch (CommandException gone) {
            if (process.waitFor(END_TIMEOUT)) {
                throw failed("ended");
            }
            throw gone;
        }
        StringBuilder said = new StringBuilder();
        boolean told = process.awaitStderr(
                text -> {
                    said.setLength(0);
                    said.append(text);
                    return CaptureStatistics.reports(text) >= number;
                },
                STOP_TIMEOUT);
        if (!told) {
            process.waitFor(END_TIMEOUT);
        }
        return CaptureStatistics.last(said.toString())
                .filter(report -> told)
                .orElseThrow(() -> failed("did not tell what it has"));
    }

    /** Says what it said, if it has ended. */
    private CaptureException failed(String what) {
        String words = "";
        if (!process.isAlive()) {
            try {
                words = process.stderrText()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.contains(LISTENING))
                        .findFirst()
                        .map(Tcpdump::explained)
                        .orElse(" and said nothing");
            } catch (CommandException e) {
                words = ": " + e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new CaptureException("capture at " + label(at) + ": tcpdump "
                + (words.isEmpty() ? what : "ended with exit status " + process.exitCode() + words));
    }

    private static String explained(String line) {
        return ": " + Printable.escape(line)
                + (line.contains(REFUSED_USER)
                        ? "; in a user namespace the kernel does not let it set its groups: run as root, without"
                                + " --rootless"
                        : "");
    }

    private static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(POLL_NANOS);
    }

    static String label(LabInterface at) {
        return Printable.escape(at.label());
    }

    @Override
    public void close() {
        process.close();
    }
}
