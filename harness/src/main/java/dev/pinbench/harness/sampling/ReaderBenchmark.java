package dev.pinbench.harness.sampling;

import java.io.IOException;
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

/** What each part of a frame costs on this machine; the sources are those of {@link FrameBenchmark}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class ReaderBenchmark {

    /** A part of a frame. */
    public enum Part {
        /** {@code /proc/stat}, {@code softirqs}, {@code net/softnet_stat}, {@code schedstat} of every ksoftirqd. */
        CPU(CpuSource.class),
        /** {@code /proc/interrupts}. */
        INTERRUPTS(IrqSource.class),
        /** {@code net/dev} of four namespaces. */
        INTERFACES(NetSource.class),
        /** {@code schedstat} and {@code stat} of every thread of the watched processes and of this one. */
        TASKS(TaskSource.class),
        /** {@code schedstat} and {@code stat} of every co-runner. */
        CO_RUNNERS(CoRunnerSource.class);

        private final Class<? extends Source> kind;

        Part(Class<? extends Source> kind) {
            this.kind = kind;
        }
    }

    /** Which part. */
    @Param({"CPU", "INTERRUPTS", "INTERFACES", "TASKS", "CO_RUNNERS"})
    @SuppressWarnings("NullAway.Init") // JMH sets it before the benchmark is set up
    public Part part;

    private @Nullable BenchmarkScene scene;
    private @Nullable FrameReader reader;

    /** Starts the processes and opens every file. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        BenchmarkScene opened = BenchmarkScene.open();
        scene = opened;
        reader = opened.reader().only(part.kind);
        startOver();
    }

    /** As at the begin of a trial: no rows stored, memory for them there. */
    @Setup(Level.Iteration)
    public void startOver() {
        opened().startOver();
        opened().prepare(BenchmarkScene.FRAMES_OF_A_TRIAL);
    }

    /** As between two frames of a trial; is not measured. */
    @Setup(Level.Invocation)
    public void letCoRunnersRun() throws IOException {
        if (scene != null) {
            scene.letCoRunnersRun();
        }
    }

    /** Reads, parses and stores the part. */
    @Benchmark
    public long read() {
        FrameReader frames = opened();
        if (frames.frames() > BenchmarkScene.FRAMES_OF_A_TRIAL) {
            frames.startOver();
        }
        return frames.take();
    }

    private FrameReader opened() {
        if (reader == null) {
            throw new IllegalStateException("not set up");
        }
        return reader;
    }

    /** Closes every file and ends the processes. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (scene != null) {
            scene.close();
        }
    }
}
