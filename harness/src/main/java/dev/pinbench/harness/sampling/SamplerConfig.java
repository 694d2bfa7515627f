package dev.pinbench.harness.sampling;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one sampler is to read, how often and from where.
 *
 * @param framesPerSecond 1 to 100
 * @param housekeepingCpu where the sampler's thread is pinned; empty leaves it where the scheduler puts it
 * @param procRoot where the proc file system is mounted
 * @param namespaces whose interfaces are read
 * @param ksoftirqd from {@link KsoftirqdThreads#discover}
 * @param coRunnerCpus CPUs whose busiest other tasks are looked for and watched; empty for none
 * @param expectedFrames for how many frames memory is taken beforehand; 0 if not known
 */
public record SamplerConfig(
        int framesPerSecond,
        OptionalInt housekeepingCpu,
        Path procRoot,
        List<NamespaceSource> namespaces,
        KsoftirqdThreads ksoftirqd,
        Set<Integer> coRunnerCpus,
        int expectedFrames) {

    /** Frames a second where nobody asked for another rate. */
    public static final int DEFAULT_FRAMES_PER_SECOND = 10;

    private static final int MOST_FRAMES_PER_SECOND = 100;

    public SamplerConfig {
        if (framesPerSecond < 1 || framesPerSecond > MOST_FRAMES_PER_SECOND) {
            throw new IllegalArgumentException("sampling rate: expected 1 to " + MOST_FRAMES_PER_SECOND
                    + " frames a second, got " + framesPerSecond);
        }
        namespaces = List.copyOf(namespaces);
        coRunnerCpus = Set.copyOf(coRunnerCpus);
        if (expectedFrames < 0) {
            throw new IllegalArgumentException("expected frames: a number from 0 on, got " + expectedFrames);
        }
    }

    /** Looks for no co-runners, and of unknown length. */
    public SamplerConfig(
            int framesPerSecond,
            OptionalInt housekeepingCpu,
            Path procRoot,
            List<NamespaceSource> namespaces,
            KsoftirqdThreads ksoftirqd) {
        this(framesPerSecond, housekeepingCpu, procRoot, namespaces, ksoftirqd, Set.of(), 0);
    }

    /** Time from one deadline to the next, ns. */
    long periodNanos() {
        return 1_000_000_000L / framesPerSecond;
    }
}
