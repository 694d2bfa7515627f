package dev.pinbench.harness.probe;

import dev.pinbench.analysis.results.ProbeRow;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The exact probe (exact as opposed to sampled): bpftrace adds up in the kernel, from tracepoints, what softirqs, hard
 * interrupts and tasks took of each CPU, and prints it ten times a second; the output is kept in memory and parsed once
 * traffic has ended. Of a stint that began with one task and ended with another, because a switch between was missed,
 * {@link dev.pinbench.analysis.results.ProbeRow#UNTOLD_TID} gets what the kernel's own book of the second does not have.
 *
 * <p>Ends with its owner, however that ends ({@code setpriv --pdeathsig}; the write after the reader is gone may be long in
 * coming). Where tracefs is not mounted it is mounted for bpftrace alone, in a mount namespace of its own.
 *
 * <p>Where the kernel has what it takes, a {@link SwitchTimer} beside it tells what of the tasks' time was switches.
 *
 * <p>What it cannot see: the entry and exit of interrupts outside their handlers; timer interrupts and those between CPUs,
 * which have no handler of that kind; softirq work before the probe was ready; interrupts, softirqs and switches while a
 * BPF program or a system call on BPF maps runs on their CPU, as bpftrace's own do where it prints; and its own cost,
 * which is part of what it measures.
 */
public final class BpfProbe implements AutoCloseable {
    /** Entries of each map; a task takes two for every CPU that it ran on. */
    static final int TABLE_SIZE = 8192;

    private static final long MILLI = 1_000_000;
    private static final int CHECKS_PER_INTERVAL = 4;

    /** More readings than this in one trial would not be kept: intervals become longer instead. */
    private static final int MOST_READINGS = 1000;

    private static final int USUAL_INTERVAL_MILLIS = 100;
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(15);
    private static final List<String> ENDS_WITH_ITS_OWNER = List.of("setpriv", "--pdeathsig", "KILL");
    private static final String SCRIPT = "/probe/softirq.bt";
    private static final String MOUNT_AND_RUN = "mount -t tracefs tracefs /sys/kernel/tracing && exec \"$@\"";

    private final RunningProcess process;
    private final long checkMillis;
    private final @Nullable RunningProcess awake;
    private final List<String> gaps = new ArrayList<>();
    private @Nullable SwitchTimer switches;

    private BpfProbe(RunningProcess process, long checkMillis, @Nullable RunningProcess awake) {
        this.process = process;
        this.checkMillis = checkMillis;
        this.awake = awake;
    }

    /**
     * Why the probe cannot run on this machine, as one clause that also says what would help; empty if nothing speaks
     * against it.
     *
     * @param rootless whether the run does without privileges
     */
    public static Optional<String> lacking(boolean rootless) {
        return ProbeNeeds.live().lacking(rootless);
    }

    /**
     * Why the probe, where it can run, will not tell what of the tasks' time was switches, as one clause; empty if nothing
     * speaks against it.
     */
    public static Optional<String> lackingForSwitches() {
        return SwitchTimer.lacking();
    }

    /**
     * Starts the probe and returns once it is attached and has closed a first interval on some CPU.
     *
     * @param cpu where bpftrace runs and prints: the harness's own
     * @param spare whether nothing measured runs on this CPU or shares its core: it is then kept from being idle, at the lowest
     *     priority, because of what {@link AwakeCpu} says
     * @param framesPerSecond rate of the frames that it goes with; intervals are no shorter than 100 ms
     * @param expected how long it will run; an hour's intervals are longer than a minute's
     * @throws ProbeException if it cannot; says why
     */
    public static BpfProbe start(int cpu, boolean spare, int framesPerSecond, Duration expected)
            throws ProbeException, InterruptedException {
        ProbeNeeds needs = ProbeNeeds.live();
        Optional<String> lacking = needs.lacking(false);
        if (lacking.isPresent()) {
            throw new ProbeException(lacking.get(), null);
        }
        long interval =
                Math.max(Math.max(USUAL_INTERVAL_MILLIS, 1000 / framesPerSecond), expected.toMillis() / MOST_READINGS);
        long check = (interval + CHECKS_PER_INTERVAL - 1) / CHECKS_PER_INTERVAL;
        try {
            RunningProcess process =
                    RunningProcess.start(command(needs.tracepointsMounted(), cpu, check), RunningProcess.Stdin.NONE);
            return new BpfProbe(process, check, spare ? keepAwake(process, cpu) : null).ready(cpu);
        } catch (CommandException e) {
            throw new ProbeException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A loop that runs when nothing else wants the CPU, and ends with this program. */
    private static RunningProcess keepAwake(RunningProcess bpftrace, int cpu) throws CommandException {
        try {
            List<String> argv = new ArrayList<>(ENDS_WITH_ITS_OWNER);
            argv.addAll(List.of("taskset", "-c", Integer.toString(cpu)));
            argv.addAll(List.of("chrt", "--idle", "0", "sh", "-c", "while :; do :; done"));
            return RunningProcess.start(argv, RunningProcess.Stdin.NONE);
        } catch (CommandException e) {
            bpftrace.close();
            throw e;
        }
    }

    private BpfProbe ready(int cpu) throws ProbeException, InterruptedException {
        boolean ready = false;
        try {
            awaitFirstReading(cpu);
            timeSwitches();
            ready = true;
            return this;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private static List<String> command(boolean mounted, int cpu, long checkMillis) {
        List<String> argv = new ArrayList<>(ENDS_WITH_ITS_OWNER);
        if (!mounted) {
            argv.addAll(List.of("unshare", "--mount", "sh", "-c", MOUNT_AND_RUN, "sh"));
        }
        // the variable's name before and after bpftrace 0.20
        argv.addAll(List.of(
                "env",
                "BPFTRACE_MAP_KEYS_MAX=" + TABLE_SIZE,
                "BPFTRACE_MAX_MAP_KEYS=" + TABLE_SIZE,
                "taskset",
                "-c",
                Integer.toString(cpu),
                // preempted inside a system call on maps, it would keep this CPU from being traced until it goes on
                "chrt",
                "--fifo",
                "1",
                "bpftrace",
                "-f",
                "json",
                "-e",
                script(),
                Long.toString(checkMillis),
                Integer.toString(cpu)));
        return argv;
    }

    private static String script() {
        try (InputStream stream = BpfProbe.class.getResourceAsStream(SCRIPT)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its own file " + SCRIPT);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the program's own file " + SCRIPT + " cannot be read", e);
        }
    }

    @SuppressWarnings("try") // the CPU is kept awake, nothing is asked of it
    private void awaitFirstReading(int cpu) throws ProbeException, InterruptedException {
        try (AwakeCpu awake = AwakeCpu.keep(cpu)) {
            Predicate<String> firstReading = text -> text.contains("\"attached_probes\"") && text.contains("\"end\"");
            if (!process.awaitStdout(firstReading, READY_TIMEOUT)) {
                throw new ProbeException("bpftrace did not attach: " + said(), null);
            }
        }
    }

    private void timeSwitches() {
        if (SwitchTimer.lacking().isEmpty()) {
            try {
                switches = SwitchTimer.start(intervalNanos());
            } catch (ProbeException e) {
                gaps.add("switches between tasks were not timed: " + e.getMessage());
            }
        }
    }

    private String said() throws InterruptedException {
        if (process.isAlive()) {
            return "not within " + READY_TIMEOUT.toSeconds() + " s";
        }
        try {
            // it always complains about RLIMIT_MEMLOCK first, and the reason comes last
            String last = process.stderrText()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .orElse("it said nothing");
            return Printable.escape(last.strip());
        } catch (CommandException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Length of an interval when nothing is late, ns. */
    public long intervalNanos() {
        return checkMillis * CHECKS_PER_INTERVAL * MILLI;
    }

    /** Process ids of bpftrace and of what keeps its CPU awake, or of what is about to become them. */
    public List<Long> pids() {
        return awake == null ? List.of(process.pid()) : List.of(process.pid(), awake.pid());
    }

    /**
     * Ends the probe and returns what it saw.
     *
     * @param originNanos zero of the frames' clock on {@link System#nanoTime()}
     * @throws ProbeException if it had died, or wrote more than is kept
     */
    public ProbeCapture stop(long originNanos) throws ProbeException, InterruptedException {
        if (switches != null) {
            switches.end();
        }
        if (!process.isAlive()) {
            throw new ProbeException("bpftrace died: " + said(), null);
        }
        process.handle().destroy();
        if (!process.waitFor(END_TIMEOUT)) {
            process.close();
        }
        List<ProbeRow> timed = new ArrayList<>();
        // only now: while somebody reads a BPF map, bpftrace sees nothing of that CPU
        if (switches != null) {
            SwitchTimer.Seen seen = switches.seen(originNanos);
            timed.addAll(seen.rows());
            gaps.addAll(seen.gaps());
        }
        try {
            return ProbeOutput.parse(process.stdoutText(), originNanos, intervalNanos(), TABLE_SIZE)
                    .with(timed, gaps);
        } catch (CommandException e) {
            throw new ProbeException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Kills bpftrace, if it still runs; what it saw is dropped unless {@link #stop} had it. */
    @Override
    public void close() {
        if (switches != null) {
            switches.close();
        }
        if (awake != null) {
            awake.close();
        }
        process.close();
    }
}
