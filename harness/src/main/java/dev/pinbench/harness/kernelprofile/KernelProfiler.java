package dev.pinbench.harness.kernelprofile;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.harness.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Takes kernel profiles, or says why it cannot: a machine without perf or privileges still measures everything else.
 *
 * <p>perf writes into the lab's private tmpfs, which is memory and ends with the lab.
 */
public final class KernelProfiler {
    private final boolean wanted;
    private final Path recording;
    private final KernelSymbols symbols;

    /** Why the first attempt failed: the same machine would refuse the next one too. */
    private @Nullable String refused;

    private KernelProfiler(boolean wanted, Path recording, KernelSymbols symbols) {
        this.wanted = wanted;
        this.recording = recording;
        this.symbols = symbols;
    }

    /** A profiler that keeps its recordings in {@code lab}; one that does nothing unless {@code wanted}. */
    public static KernelProfiler in(Lab lab, boolean wanted) {
        return new KernelProfiler(
                wanted,
                Path.of("/proc", Long.toString(lab.holderPid()), "root/run/pinbench.perf"),
                KernelSymbols.builtIn());
    }

    /**
     * Starts sampling on {@code cores}; when this returns, perf is under way. Where it cannot be, the session's result
     * says why.
     */
    public ProfileSession start(Collection<Integer> cores) throws InterruptedException {
        if (!wanted) {
            return ProfileSession.without();
        }
        String reason = refused;
        if (reason != null) {
            return ProfileSession.failed(reason);
        }
        try {
            return ProfileSession.of(PerfRecorder.start(recording, cores), symbols);
        } catch (IOException e) {
            refused = String.valueOf(e.getMessage());
            return ProfileSession.failed(refused);
        }
    }
}
