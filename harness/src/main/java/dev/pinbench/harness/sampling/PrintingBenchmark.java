package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
 * What the running kernel takes to print one number more into a file like those of a machine with hundreds of CPUs, which
 * this one is not. What a read costs whatever it says (the system call, locks, row heads) is in every size alike, so that
 * the difference of two sizes leaves it out: medians of two sizes apart, over the numbers that one has more.
 *
 * <ul>
 *   <li>{@link #decimals}: {@code /proc/stat}, {@code interrupts} and, since 6.13, {@code softirqs} print a counter of a CPU
 *       with {@code seq_put_decimal_ull_width} (fs/seq_file.c), as the line {@code Groups:} of {@code /proc/PID/status} does
 *       for each supplementary group of a process. A process of ours is given as many groups of seven digits as wanted,
 *       which takes root.
 *   <li>{@link #softnetRows}: {@code /proc/net/softnet_stat} prints a row of 15 numbers for each CPU; a read that asks for
 *       the length of a row gets no more printed (seq_read_iter).
 * </ul>
 *
 * <p>That is the least that the kernel takes: on many CPUs each counter lies in another one's memory, which a group does not.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PrintingBenchmark {
    private static final Path PROC = Path.of("/proc");

    /** The {@code status} of a process with many groups. */
    @State(Scope.Benchmark)
    public static class Groups {
        /** Of seven digits, like counters some hours old. */
        private static final int FIRST = 1_000_000;

        private final ByteBuffer window = ByteBuffer.allocateDirect(1 << 20);
        private final Resources resources = new Resources();

        /** How many: as many numbers as in 0, 200, 800 and 1600 rows of {@code /proc/stat}. */
        @Param({"1", "2000", "8000", "16000"})
        public int groups = 1;

        private @Nullable Process process;
        private @Nullable KernelFile file;

        /** Starts the process, and finds out whether it has its groups. */
        @Setup(Level.Trial)
        public void open() throws IOException {
            String list = IntStream.range(FIRST, FIRST + groups)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(","));
            Process started = new ProcessBuilder("setpriv", "--groups", list, "cat").start();
            process = started;
            // it answers once it has its groups and has become cat
            started.getOutputStream().write('\n');
            started.getOutputStream().flush();
            if (started.getInputStream().read() < 0) {
                throw new IOException(
                        "setpriv could not give a process " + groups + " groups; this benchmark needs root");
            }
            file = resources.openRecord(PROC.resolve(started.pid() + "/status"));
        }

        private int read() throws IOException {
            if (file == null) {
                throw new IllegalStateException("not set up");
            }
            return file.readBare(window);
        }

        /** Ends the process. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            try (resources) {
                if (process != null) {
                    process.destroyForcibly();
                }
            }
        }
    }

    /** The begin of the softnet file. */
    @State(Scope.Benchmark)
    public static class Softnet {
        private final ByteBuffer window = ByteBuffer.allocateDirect(1 << 16);
        private final Resources resources = new Resources();

        /** How many rows are asked for; the machine must have as many CPUs online. */
        @Param({"1", "2"})
        public int rows = 1;

        private @Nullable KernelFile file;
        private int length;

        /** Opens the file, and finds out how long a row is. */
        @Setup(Level.Trial)
        public void open() throws IOException {
            KernelFile opened = resources.open(PROC.resolve("net/softnet_stat"));
            file = opened;
            int all = opened.readBegin(window.clear());
            int found = 0;
            for (int i = 0; i < all && found < rows; i++) {
                found += window.get(i) == '\n' ? 1 : 0;
                length = i + 1;
            }
            if (found < rows) {
                throw new IOException("/proc/net/softnet_stat: expected " + rows + " CPUs online, found " + found);
            }
        }

        private int read() throws IOException {
            if (file == null) {
                throw new IllegalStateException("not set up");
            }
            return file.readBegin(window.clear().limit(length));
        }

        /** Closes it. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            resources.close();
        }
    }

    /** Numbers as in stat, softirqs and interrupts, and what else a status says. */
    @Benchmark
    public int decimals(Groups groups) throws IOException {
        return groups.read();
    }

    /** Rows of softnet_stat. */
    @Benchmark
    public int softnetRows(Softnet softnet) throws IOException {
        return softnet.read();
    }
}
