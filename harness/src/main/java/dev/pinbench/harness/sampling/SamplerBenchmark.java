package dev.pinbench.harness.sampling;

import com.sun.management.OperatingSystemMXBean;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * CPU time of ten seconds of sampling: of this whole Java process with the sampler and its search for co-runners, and of
 * {@code mpstat} and {@code pidstat} at one sample a second, which is as fine as these go. What counts is
 * {@code cpuMicros}; the time of an operation is ten seconds by design. The first, warm-up, iteration has what compiling
 * costs as well.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
@State(Scope.Benchmark)
public class SamplerBenchmark {
    private static final Path PROC = Path.of("/proc");
    private static final long SECONDS = 10;

    /** CPU time used, and frames taken. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cost {
        public long cpuMicros;

        /** Of these the sampler's own thread; the rest is compiling and the benchmark itself. */
        public long threadMicros;

        /** Of these the search for co-runners. */
        public long walkMicros;

        public long frames;
        public long missedDeadlines;

        /** Starts counting anew. */
        @Setup(Level.Iteration)
        public void clear() {
            cpuMicros = 0;
            threadMicros = 0;
            walkMicros = 0;
            frames = 0;
            missedDeadlines = 0;
        }
    }

    /** Frames a second. */
    @State(Scope.Benchmark)
    public static class Rate {
        @Param({"1", "10", "100"})
        public int framesPerSecond;
    }

    /** The sampler. */
    @Benchmark
    public void sampler(Rate rate, Cost cost) throws IOException, InterruptedException {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Set<Integer> cpus = new HashSet<>();
        for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
            cpus.add(cpu);
        }
        SamplerConfig config = new SamplerConfig(
                rate.framesPerSecond,
                OptionalInt.empty(),
                PROC,
                List.of(new NamespaceSource("host", ProcessHandle.current().pid())),
                KsoftirqdThreads.discover(PROC),
                cpus,
                (int) SECONDS * rate.framesPerSecond);
        long before = process.getProcessCpuTime();
        try (Sampler sampler = Sampler.start(config)) {
            sleepUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
            cost.frames = sampler.framesTaken();
            Frames sampled = sampler.stop();
            cost.missedDeadlines = sampled.missedDeadlines();
            cost.threadMicros = micros(sampled.task().stream()
                    .filter(row -> row.role() == TaskRole.HARNESS && row.comm().equals("pinbench-sample"))
                    .mapToLong(TaskRow::runNanos)
                    .sum());
            cost.walkMicros = micros(sampler.coRunnerPasses().stream()
                    .filter(pass -> pass.firstFrame() >= 0)
                    .mapToLong(CoRunnerPass::walkNanos)
                    .sum());
        }
        cost.cpuMicros = micros(process.getProcessCpuTime() - before);
    }

    /** Both programs of sysstat side by side, once a second. */
    @Benchmark
    public void sysstat(Cost cost) throws IOException {
        List<Process> programs = new ArrayList<>();
        try {
            programs.add(quiet("mpstat", "-P", "ALL", "-I", "ALL", "1", "12"));
            programs.add(quiet("pidstat", "-t", "1", "12"));
            sleepUntil(System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
            long nanos = 0;
            for (Process program : programs) {
                nanos += runNanos(program.pid());
            }
            cost.cpuMicros = micros(nanos);
            cost.frames = SECONDS;
        } finally {
            programs.forEach(Process::destroyForcibly);
        }
    }

    private static Process quiet(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long runNanos(long pid) throws IOException {
        KernelText text = new KernelText();
        SchedstatFile times = new SchedstatFile();
        try (KernelFile file = KernelFile.openRecord(PROC.resolve(pid + "/schedstat"))) {
            file.read(text);
        }
        times.parse(text);
        return times.runNanos();
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private static void sleepUntil(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
