package dev.pinbench.harness.sampling;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import oshi.hardware.CentralProcessor;
import oshi.nativefree.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OSThread;
import oshi.util.GlobalConfig;

/**
 * What a frame costs on this machine, with a set of sources like a trial's ({@link BenchmarkScene}).
 *
 * <p>{@link #frame} reads, parses and stores. {@link #barePread} only reads the very same files in the same calls: what
 * the kernel takes, and the floor. {@link #oshi} asks OSHI for as much of the same as it has: no softirqs, no interrupts
 * by row, no softnet, no other namespaces, no wait times.
 *
 * <p>Medians are what to compare: they bear it when other programs take the CPU away for a while.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class FrameBenchmark {
    private static final int RECORDED_FRAMES = 51;

    /** OSHI keeps ticks for 300 ms otherwise, and would then return what it had returned before. */
    private static final String OSHI_KEEPS = "oshi.util.memoizer.expiration";

    private final ByteBuffer window = ByteBuffer.allocateDirect(1 << 20);
    private final List<OSProcess> oshiProcesses = new ArrayList<>();
    private List<BareRead> filesOfAFrame = List.of();
    private @Nullable BenchmarkScene scene;
    private @Nullable CentralProcessor oshiProcessor;

    /** Starts the processes, opens every file, and finds out what a frame in the steady state reads. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        BenchmarkScene opened = BenchmarkScene.open();
        scene = opened;
        filesOfAFrame = opened.filesOfAFrame(RECORDED_FRAMES);
        GlobalConfig.set(OSHI_KEEPS, 0);
        SystemInfo oshi = new SystemInfo();
        oshiProcessor = oshi.getHardware().getProcessor();
        oshiProcesses.add(oshi.getOperatingSystem().getCurrentProcess());
        opened.pids().forEach(pid -> oshiProcesses.add(oshi.getOperatingSystem().getProcess(pid.intValue())));
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

    /** A full frame; after as many as a trial of a minute has, the store is emptied. */
    @Benchmark
    public long frame() {
        FrameReader frames = opened();
        if (frames.frames() > BenchmarkScene.FRAMES_OF_A_TRIAL) {
            frames.startOver();
        }
        return frames.take();
    }

    /** The files that a frame reads, read and not looked at. */
    @Benchmark
    public int barePread() throws IOException {
        int bytes = 0;
        for (int i = 0; i < filesOfAFrame.size(); i++) {
            bytes += filesOfAFrame.get(i).readBare(window);
        }
        return bytes;
    }

    /** Sums over an iteration of {@link #inTurns}. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Turns {
        /** How many frames were taken. */
        public long frames;

        /** What they took, ns. */
        public long frameNanos;

        /** How often their files were read bare. */
        public long bareReads;

        /** What that took, ns. */
        public long bareNanos;

        /** Memory that the frames allocated, bytes. */
        public long frameAllocatedBytes;

        /** Memory that the bare reads allocated, bytes. */
        public long bareAllocatedBytes;

        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /**
     * A frame, then its files bare, and so on: where a machine is now fast and now slow, both are so alike. The ratio wanted is
     * that of the means, {@code (frameNanos / frames) / (bareNanos / bareReads)}.
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public long inTurns(Turns turns) throws IOException {
        boolean full = turns.frames <= turns.bareReads;
        long allocated = turns.threads.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        long result = full ? frame() : barePread();
        long nanos = System.nanoTime() - begin;
        long bytes = turns.threads.getCurrentThreadAllocatedBytes() - allocated;
        if (full) {
            turns.frames++;
            turns.frameNanos += nanos;
            turns.frameAllocatedBytes += bytes;
        } else {
            turns.bareReads++;
            turns.bareNanos += nanos;
            turns.bareAllocatedBytes += bytes;
        }
        return result;
    }

    /** Ticks by CPU, the total of interrupts, and the times of the same processes and their threads, through OSHI. */
    @Benchmark
    public void oshi(Blackhole facts) {
        if (oshiProcessor == null) {
            throw new IllegalStateException("not set up");
        }
        facts.consume(oshiProcessor.getProcessorCpuLoadTicks());
        facts.consume(oshiProcessor.getInterrupts());
        for (OSProcess process : oshiProcesses) {
            facts.consume(process.updateAttributes());
            for (OSThread thread : process.getThreadDetails()) {
                facts.consume(thread.getUserTime() + thread.getKernelTime());
            }
        }
    }

    private FrameReader opened() {
        if (scene == null) {
            throw new IllegalStateException("not set up");
        }
        return scene.reader();
    }

    /** Closes every file and ends the processes. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        if (scene != null) {
            scene.close();
        }
    }
}
