package dev.pinbench.harness.kernelprofile;

import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.host.ProcText;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Executables;
import dev.pinbench.harness.process.LineStream;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * {@code perf record} on some cores. perf starts with its events disabled and is told to enable them over its control
 * descriptor; its acknowledgement (tools/perf/Documentation/perf-record.txt, {@code --control}; perf 5.10 or later) is
 * the proof that sampling is under way and that what starting it cost is over.
 *
 * <p>{@code setpriv --pdeathsig} ends perf with this program, however that ends.
 */
final class PerfRecorder implements AutoCloseable {
    /** Samples a second and core: a prime, so that it does not beat with timers. */
    static final int FREQUENCY_HZ = 997;

    /** The event where a machine does not count cycles, as most virtual ones: a timer of the kernel. */
    static final String CLOCK_EVENT = "cpu-clock";

    private static final String CYCLES_EVENT = "cycles";

    /** Some ten minutes of two busy cores. */
    private static final String MOST_RECORDED = "512M";

    private static final String ACKNOWLEDGED = "ack\n";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(5);

    private final RunningProcess perf;
    private final Path recording;
    private final List<Integer> cores;
    private final List<String> remarks = new ArrayList<>();
    private boolean stopped;

    private PerfRecorder(RunningProcess perf, Path recording, Collection<Integer> cores) {
        this.perf = perf;
        this.recording = recording;
        this.cores = List.copyOf(new TreeSet<>(cores));
    }

    /**
     * Starts perf and waits until it samples: CPU cycles, or where they are not counted, time.
     *
     * @param recording file to write to; must be in memory
     * @throws KernelProfileException if perf is missing, too old, or not allowed to
     */
    static PerfRecorder start(Path recording, Collection<Integer> cores) throws IOException, InterruptedException {
        if (Executables.find("perf").isEmpty()) {
            throw new KernelProfileException(
                    "perf is not installed; it is in Debian's package linux-perf and Ubuntu's linux-tools-generic");
        }
        try {
            return start(recording, cores, CYCLES_EVENT);
        } catch (KernelProfileException cyclesRefused) {
            return start(recording, cores, CLOCK_EVENT);
        }
    }

    private static PerfRecorder start(Path recording, Collection<Integer> cores, String event)
            throws IOException, InterruptedException {
        PerfRecorder recorder = new PerfRecorder(
                RunningProcess.start(command(recording, cores, event), RunningProcess.Stdin.PIPE), recording, cores);
        boolean underWay = false;
        try {
            recorder.tell("enable");
            underWay = recorder.perf.awaitStdout(said -> said.contains(ACKNOWLEDGED), START_TIMEOUT);
            if (!underWay) {
                throw recorder.refused();
            }
            return recorder;
        } finally {
            if (!underWay) {
                recorder.close();
            }
        }
    }

    private static List<String> command(Path recording, Collection<Integer> cores, String event) {
        return List.of(
                "setpriv",
                "--pdeathsig",
                "TERM",
                "perf",
                "record",
                "-C",
                CpuList.format(cores),
                "-e",
                event,
                "-F",
                Integer.toString(FREQUENCY_HZ),
                "--call-graph",
                "fp",
                "--clockid",
                "mono",
                "--no-buildid",
                "--no-buildid-cache",
                "--max-size",
                MOST_RECORDED,
                "-D",
                "-1",
                "--control",
                "fd:0,1",
                "-o",
                recording.toString());
    }

    private void tell(String word) {
        try {
            perf.stdin().write((word + "\n").getBytes(StandardCharsets.UTF_8));
            perf.stdin().flush();
        } catch (IOException ended) {
            // perf has ended; whoever waits for its answer finds out why.
            return;
        }
    }

    private KernelProfileException refused() throws CommandException, InterruptedException {
        if (perf.isAlive()) {
            return new KernelProfileException(
                    "perf did not begin to sample within " + START_TIMEOUT.toSeconds() + " s");
        }
        String said = perf.stderrText();
        if (said.contains("perf_event_paranoid")) {
            return new KernelProfileException("the kernel does not let this user sample whole cores"
                    + " (kernel.perf_event_paranoid is " + paranoid() + "); run as root, or set it to 0 or lower");
        }
        String words = said.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("Error:"))
                .findFirst()
                .orElse("it ended and said nothing");
        return new KernelProfileException("perf record: " + Printable.escape(words));
    }

    private static String paranoid() {
        try {
            return ProcText.read(Path.of("/proc/sys/kernel/perf_event_paranoid"));
        } catch (IOException e) {
            return "unknown";
        }
    }

    long pid() {
        return perf.pid();
    }

    List<Integer> cores() {
        return cores;
    }

    /** What a reader of the recording must know, one sentence each; whole after {@link #stop()}. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /**
     * Ends sampling, then perf.
     *
     * @throws KernelProfileException if perf did not leave a recording
     */
    void stop() throws IOException, InterruptedException {
        if (stopped) {
            return;
        }
        stopped = true;
        if (perf.isAlive()) {
            tell("disable");
            perf.awaitStdout(said -> said.indexOf(ACKNOWLEDGED) != said.lastIndexOf(ACKNOWLEDGED), STOP_TIMEOUT);
            // SIGTERM: perf finishes its file at it as at SIGINT (tools/perf/builtin-record.c, sig_handler).
            perf.handle().destroy();
        } else {
            remarks.add("perf ended before the traffic did, so the kernel profile lacks the end: "
                    + Printable.escape(perf.stderrText().strip()));
        }
        if (!perf.waitFor(STOP_TIMEOUT)) {
            throw new KernelProfileException("perf did not end within " + STOP_TIMEOUT.toSeconds() + " s");
        }
        if (!Files.exists(recording)) {
            throw new KernelProfileException("perf left no recording: "
                    + Printable.escape(perf.stderrText().strip()));
        }
    }

    /** Has perf print the recording, line by line; in the format that {@link PerfScript} reads. */
    void read(Consumer<String> line) throws CommandException, InterruptedException {
        LineStream.run(
                List.of(
                        "perf",
                        "script",
                        "-i",
                        recording.toString(),
                        "--ns",
                        "--no-inline",
                        "--show-lost-events",
                        "-F",
                        PerfScript.FIELDS),
                READ_TIMEOUT,
                line);
    }

    /** Ends perf if it still runs, and deletes the recording. */
    @Override
    public void close() {
        perf.close();
        try {
            Files.deleteIfExists(recording);
        } catch (IOException e) {
            // It is in the lab's memory and ends with the lab; the next recording takes its place.
            return;
        }
    }
}
