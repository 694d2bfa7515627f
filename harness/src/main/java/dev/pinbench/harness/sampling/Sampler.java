package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskRole;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import net.openhft.affinity.Affinity;
import org.jspecify.annotations.Nullable;

/**
 * Samples one trial: a thread of its own, pinned to the housekeeping CPU, reads all sources at absolute deadlines and
 * keeps the increases in memory until {@link #stop}. It writes nothing to disk.
 *
 * <p>What it cannot see: what happened after the last full frame before {@link #stop}; what a task did before it was
 * first seen (its first frame is its baseline; a co-runner is first seen when a walk has found it busy) and between its last frame and its end; and, as the kernel brings a
 * running task's run time up to date at ticks and switches, up to one tick of a task that runs while it is read.
 */
public final class Sampler implements AutoCloseable {

    private final FrameReader reader;
    private final SamplerConfig config;
    private final Thread thread;
    private final CountDownLatch baseline = new CountDownLatch(1);

    private volatile boolean stopping;
    private volatile int framesTaken;
    private volatile @Nullable Throwable failure;

    // written before the baseline latch opens, read after it
    private long epoch;
    // written by the sampler's thread, read after it was joined
    private int missed;

    private Sampler(FrameReader reader, SamplerConfig config) {
        this.reader = reader;
        this.config = config;
        this.thread = new Thread(this::run, "pinbench-sampler");
        this.thread.setDaemon(true);
    }

    /**
     * Opens every source, starts the thread and returns once frame 0, the baseline, was taken. The harness's own threads
     * are watched from the beginning.
     *
     * @throws IOException if a file cannot be opened or the thread cannot be pinned; names the file or the CPU
     */
    public static Sampler start(SamplerConfig config) throws IOException, InterruptedException {
        return start(FrameReader.open(config), config);
    }

    /**
     * As the other, and goes on with a search for co-runners, which it leaves open: what the trial before has found is watched
     * from the first frame on.
     *
     * @throws IOException if a file cannot be opened or the thread cannot be pinned; names the file or the CPU
     */
    public static Sampler start(SamplerConfig config, CoRunnerSearch search) throws IOException, InterruptedException {
        return start(FrameReader.open(config, search), config);
    }

    static Sampler start(FrameReader reader, SamplerConfig config) throws IOException, InterruptedException {
        Sampler sampler = new Sampler(reader, config);
        sampler.thread.start();
        try {
            sampler.baseline.await();
        } catch (InterruptedException e) {
            sampler.requestStop();
            throw e;
        }
        Throwable failure = sampler.failure;
        if (failure != null) {
            throw new IOException("the sampler cannot start: " + failure.getMessage(), failure);
        }
        return sampler;
    }

    /**
     * From the next frame on watches every thread of a process, those that start later included. May be called from any
     * thread. A process that is not there becomes a gap.
     *
     * @param pid number of the process under the configured proc root
     */
    public void watch(TaskRole role, long pid) {
        reader.watch(role, pid);
    }

    /** Now, on the frames' clock: ns since frame 0 began. May be called from any thread. */
    public long nowNanos() {
        return System.nanoTime() - epoch;
    }

    /** Frames taken so far, the baseline among them. May be called from any thread. */
    public int framesTaken() {
        return framesTaken;
    }

    /**
     * Ends sampling after the frame under way and returns what was sampled.
     *
     * @throws IllegalStateException if the sampler's thread died before; its cause says why
     */
    public Frames stop() throws InterruptedException {
        requestStop();
        thread.join();
        Throwable died = failure;
        if (died != null) {
            throw new IllegalStateException(
                    "the sampler died after frame " + (framesTaken - 1) + ": " + died.getMessage(), died);
        }
        return reader.result(missed);
    }

    /**
     * Whether co-runners were found out in time: the search needs two passes over all tasks, of which the second came while
     * sampling, or both before. Whole once sampling has stopped.
     */
    public boolean coRunnersKnown() {
        return reader.coRunnersKnown();
    }

    /** How co-runners were found: every pass over all tasks that has ended. To be called after {@link #stop}. */
    public List<CoRunnerPass> coRunnerPasses() {
        return reader.coRunnerPasses();
    }

    /** Ends sampling, waits until every file is closed, and drops what was sampled unless {@link #stop} had it. */
    @Override
    public void close() {
        requestStop();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // a frame takes milliseconds: rather finish than leave files open
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the sampler's thread has ended by itself. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    private void requestStop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @SuppressWarnings("CatchingUnchecked") // whatever ends this thread has to reach the caller of stop
    private void run() {
        try (reader) {
            pin(config.housekeepingCpu());
            epoch = reader.take();
            framesTaken = reader.frames();
            baseline.countDown();
            sampleUntilStopped(new Pace(epoch, config.periodNanos()));
            reader.finish();
        } catch (Throwable e) {
            failure = e;
        } finally {
            baseline.countDown();
        }
    }

    private void sampleUntilStopped(Pace pace) {
        while (true) {
            long deadline = pace.next(System.nanoTime());
            reader.betweenFrames(deadline, Math.max(0, config.expectedFrames() - framesTaken));
            for (long left = deadline - System.nanoTime(); left > 0 && !stopping; left = deadline - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
            }
            if (stopping) {
                missed = pace.missed();
                return;
            }
            reader.take();
            framesTaken = reader.frames();
        }
    }

    private static void pin(OptionalInt wanted) throws IOException {
        if (wanted.isEmpty()) {
            return;
        }
        int cpu = wanted.getAsInt();
        BitSet only = new BitSet();
        only.set(cpu);
        try {
            Affinity.setAffinity(only);
        } catch (RuntimeException e) {
            throw new IOException(cannotPin(cpu) + ": " + e.getMessage(), e);
        }
        BitSet got = Affinity.getAffinity();
        if (!only.equals(got)) {
            throw new IOException(cannotPin(cpu) + ": the kernel allows it CPUs " + got);
        }
    }

    private static String cannotPin(int cpu) {
        return "cannot pin the sampler to CPU " + cpu + "; choose a housekeeping CPU that is online and in this"
                + " process's cpuset";
    }
}
