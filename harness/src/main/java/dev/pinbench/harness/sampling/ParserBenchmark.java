package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
 * What parsing takes, on files of machines with 2, 64 and 256 CPUs and 600 interrupts. {@link PrintingBenchmark} has what the
 * kernel takes to print as many numbers. Medians are what to compare.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParserBenchmark {
    private static final int INTERRUPTS = 600;

    /** Rows that count on every CPU all the time: timer, rescheduling, function calls, and a queue of a card each. */
    private static final int BUSY_INTERRUPTS = 40;

    /** Files of one kind for a machine of a size. */
    @State(Scope.Benchmark)
    public static class Files {
        @Param({"2", "64", "256"})
        public int cpus;

        private final CpuTable cpuTable = new CpuTable();
        private final NamedTable irqTable = new NamedTable(new NameTable(), 0);
        private final IrqChanges changes = new IrqChanges();
        private final StatFile statFile = new StatFile();
        private final SoftirqsFile softirqsFile = new SoftirqsFile();
        private final SoftnetFile softnetFile = new SoftnetFile();
        private final InterruptsFile interruptsFile = new InterruptsFile();
        private final KernelText stat = new KernelText();
        private final KernelText softirqs = new KernelText();
        private final KernelText softnet = new KernelText();
        private final KernelText interrupts = new KernelText();
        private final KernelText interruptsLater = new KernelText();

        /** Makes the files. */
        @Setup(Level.Trial)
        public void make() throws KernelFileException {
            stat.show("stat", bytes(LargeMachine.stat(cpus)));
            softirqs.show("softirqs", bytes(LargeMachine.softirqs(cpus)));
            softnet.show("softnet_stat", bytes(LargeMachine.softnet(cpus)));
            interrupts.show("interrupts", bytes(LargeMachine.interrupts(cpus, INTERRUPTS)));
            interruptsLater.show("interrupts", bytes(LargeMachine.interrupts(cpus, INTERRUPTS, BUSY_INTERRUPTS)));
            interruptsFile.parse(interrupts, irqTable);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** {@code /proc/stat}. */
    @Benchmark
    public CpuTable stat(Files files) throws KernelFileException {
        files.stat.rewind();
        files.statFile.parse(files.stat, files.cpuTable);
        return files.cpuTable;
    }

    /** {@code /proc/softirqs}. */
    @Benchmark
    public CpuTable softirqs(Files files) throws KernelFileException {
        files.softirqs.rewind();
        files.softirqsFile.parse(files.softirqs, files.cpuTable);
        return files.cpuTable;
    }

    /** {@code /proc/net/softnet_stat}. */
    @Benchmark
    public CpuTable softnet(Files files) throws KernelFileException {
        files.softnet.rewind();
        files.softnetFile.parse(files.softnet, files.cpuTable);
        return files.cpuTable;
    }

    /** {@code /proc/interrupts}, every row of it, as in the first frame. */
    @Benchmark
    public NamedTable interruptsWhole(Files files) throws KernelFileException {
        files.interrupts.rewind();
        files.interruptsFile.parse(files.interrupts, files.irqTable);
        return files.irqTable;
    }

    /** {@code /proc/interrupts} as in each later frame: 40 of 600 rows have changed on every CPU. */
    @Benchmark
    public int interruptsChanged(Files files) {
        if (!files.interruptsFile.parseChanges(
                files.interruptsLater, files.interrupts, files.irqTable, files.changes)) {
            throw new IllegalStateException("the two texts were expected to have the same lines");
        }
        return files.changes.size();
    }
}
