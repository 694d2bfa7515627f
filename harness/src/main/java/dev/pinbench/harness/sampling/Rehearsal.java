package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.IOException;

/**
 * Frames that are taken before the first trial, right after one another, and thrown away: the virtual machine then compiles
 * what takes a frame while nothing is measured. At ten frames a second it would need minutes for that, in which frames
 * take longer, interpreted, and the compiler takes part of a measured core.
 *
 * <p>They are taken by a thread of their own: an interruption, which is how a run is stopped, closes the files that an
 * interrupted thread reads.
 */
public final class Rehearsal {
    /** Methods are compiled after some hundred calls (Tier3InvocationThreshold of HotSpot: 200), most of a frame's are called in each. */
    private static final int FRAMES = 1_000;

    private static final int WALK_STEPS_A_FRAME = 3;
    private static final long MOST_NANOS = 1_000_000_000;

    private final FrameReader reader;
    private final CoRunnerSearch search;
    private volatile boolean stopping;

    private Rehearsal(FrameReader reader, CoRunnerSearch search) {
        this.reader = reader;
        this.search = search;
    }

    /**
     * Takes a thousand frames as {@code config} has them, but for a second at most, with processes of its namespaces in the place
     * of those of a trial. Returns how many were taken.
     *
     * @throws IOException if a file cannot be opened; names it
     */
    public static int hold(SamplerConfig config) throws IOException, InterruptedException {
        // a search of its own: that of the trials is to compare with a time that is long ago
        try (CoRunnerSearch search = new CoRunnerSearch(config.procRoot());
                FrameReader reader = FrameReader.open(config, search)) {
            for (NamespaceSource namespace : config.namespaces()) {
                reader.watch(TaskRole.CLIENT, namespace.anchorPid());
            }
            return new Rehearsal(reader, search).hold();
        }
    }

    private int hold() throws InterruptedException {
        Thread thread = new Thread(this::takeFrames, "pinbench-rehearsal");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                stopping = true;
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        return reader.frames();
    }

    private void takeFrames() {
        long end = System.nanoTime() + MOST_NANOS;
        try {
            while (!stopping && reader.frames() < FRAMES && System.nanoTime() < end) {
                reader.prepare(FRAMES - reader.frames());
                reader.take();
                for (int i = 0; i < WALK_STEPS_A_FRAME; i++) {
                    search.step();
                }
            }
        } catch (IOException e) {
            // the tasks cannot be listed: the trial will meet it again, and has a place to say so
            return;
        }
    }
}
