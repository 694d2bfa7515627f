package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the running kernel takes to print its files for one CPU more: they are read with every CPU and with the last one
 * offline, in turns, which needs root and a kernel with CPU hotplug. Run it on another CPU than the last: {@code taskset -c 0}.
 *
 * <p>Unlike {@link PrintingBenchmark} it has all that a CPU adds to the very files, heads of rows and the gathering of counters
 * too, but of few CPUs, whose counters are near. {@code meminfo} holds nothing of a CPU: what it shows is the error. A machine
 * of one CPU has nothing to compare. <b>Killed with SIGKILL, it leaves the CPU offline.</b>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 41)
@Fork(1)
public class OneCpuMoreBenchmark {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");
    private static final int READS = 1500;

    /** Of all readings the one that a twentieth are faster than: shared machines disturb far more than half of them at times. */
    private static final int UNDISTURBED = READS / 20;

    /** For what the kernel does after a CPU came or went: until then it is read, but not counted. */
    private static final long SETTLE_NANOS = 60_000_000;

    /** What an iteration found; the median over iterations is what to look at. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Found {
        /** One reading of the file with the last CPU offline, 5th percentile of {@value OneCpuMoreBenchmark#READS}, ns. */
        public long oneLessNanos;

        /** By how much more one takes with every CPU, ns. */
        public long oneCpuMoreNanos;
    }

    /** An open file, and the machine's CPUs. */
    @State(Scope.Benchmark)
    public static class Machine {
        private final ByteBuffer window = ByteBuffer.allocateDirect(1 << 20);
        private final Resources resources = new Resources();
        private final long[] nanos = new long[READS];

        /** Which file. */
        @Param({"stat", "net/softnet_stat", "interrupts", "meminfo"})
        public String file = "stat";

        private @Nullable KernelFile opened;
        private volatile @Nullable Path last;
        private boolean beginWithAll;

        /** Opens the file and finds the last CPU. */
        @Setup(Level.Trial)
        public void open() throws IOException {
            last = CPUS.resolve("cpu" + highestOnline() + "/online");
            Runtime.getRuntime().addShutdownHook(new Thread(this::bringBack));
            opened = resources.open(Path.of("/proc").resolve(file));
        }

        private static int highestOnline() throws IOException {
            String cpus = Files.readString(CPUS.resolve("online")).strip();
            int highest = Integer.parseInt(cpus.substring(Math.max(cpus.lastIndexOf(','), cpus.lastIndexOf('-')) + 1));
            if (highest == 0) {
                throw new IOException("/sys/devices/system/cpu/online: expected two CPUs or more, found " + cpus);
            }
            return highest;
        }

        private void turn(Found found) throws IOException {
            beginWithAll = !beginWithAll;
            long all = 0;
            long oneLess = 0;
            for (int i = 0; i < 2; i++) {
                boolean online = beginWithAll == (i == 0);
                put(online);
                for (long end = System.nanoTime() + SETTLE_NANOS; System.nanoTime() < end; ) {
                    undisturbedNanos();
                }
                long undisturbed = undisturbedNanos();
                if (online) {
                    all = undisturbed;
                } else {
                    oneLess = undisturbed;
                }
            }
            found.oneLessNanos = oneLess;
            found.oneCpuMoreNanos = all - oneLess;
        }

        private long undisturbedNanos() throws IOException {
            if (opened == null) {
                throw new IllegalStateException("not set up");
            }
            for (int i = 0; i < READS; i++) {
                long begin = System.nanoTime();
                opened.readBare(window);
                nanos[i] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            return nanos[UNDISTURBED];
        }

        private void put(boolean online) throws IOException {
            if (last == null) {
                throw new IllegalStateException("not set up");
            }
            Files.writeString(last, online ? "1" : "0");
        }

        /** Brings the CPU back. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            try (resources) {
                bringBack();
            }
        }

        private void bringBack() {
            try {
                put(true);
            } catch (IOException e) {
                throw new UncheckedIOException("write 1 to " + last + " to bring the CPU back", e);
            }
        }
    }

    /** The whole file, with and without the last CPU. */
    @Benchmark
    public void turn(Machine machine, Found found) throws IOException {
        machine.turn(found);
    }
}
