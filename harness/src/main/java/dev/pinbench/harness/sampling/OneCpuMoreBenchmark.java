package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
 * What the running kernel takes to print its files for one CPU more: they are read with every CPU and with the last one
 * offline, which needs root and a kernel with CPU hotplug. Medians are what to compare.
 *
 * <p>Unlike {@link PrintingBenchmark} it has all that a CPU adds to the very files, heads of rows and the gathering of counters
 * too, but of few CPUs, whose counters are near. A machine of one CPU has nothing to compare. <b>Killed with
 * SIGKILL, it leaves the CPU offline.</b>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(5)
public class OneCpuMoreBenchmark {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    /** An open file, and the machine's CPUs. */
    @State(Scope.Benchmark)
    public static class Machine {
        private final ByteBuffer window = ByteBuffer.allocateDirect(1 << 20);
        private final Resources resources = new Resources();

        /** Which file. */
        @Param({"stat", "net/softnet_stat", "interrupts"})
        public String file = "stat";

        /** Whether the last CPU is offline. */
        @Param({"false", "true"})
        public boolean oneLess;

        private @Nullable KernelFile opened;
        private volatile @Nullable Path offline;

        /** Opens the file and takes the CPU offline. */
        @Setup(Level.Trial)
        public void open() throws IOException {
            if (oneLess) {
                Path last = CPUS.resolve("cpu" + highestOnline() + "/online");
                Runtime.getRuntime().addShutdownHook(new Thread(this::bringBack));
                offline = last; // before it is, as it may have to be brought back while it goes
                Files.writeString(last, "0");
            }
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

        private int read() throws IOException {
            if (opened == null) {
                throw new IllegalStateException("not set up");
            }
            return opened.readBare(window);
        }

        /** Brings the CPU back. */
        @TearDown(Level.Trial)
        public void close() throws IOException {
            try (resources) {
                bringBack();
            }
        }

        private void bringBack() {
            Path cpu = offline;
            if (cpu == null) {
                return;
            }
            try {
                Files.writeString(cpu, "1");
            } catch (IOException e) {
                throw new UncheckedIOException("write 1 to " + cpu + " to bring the CPU back", e);
            }
        }
    }

    /** The whole file. */
    @Benchmark
    public int read(Machine machine) throws IOException {
        return machine.read();
    }
}
