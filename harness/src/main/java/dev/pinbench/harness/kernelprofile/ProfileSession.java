package dev.pinbench.harness.kernelprofile;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.results.KernelProfile;
import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The kernel profile of one trial: under way, then stopped, then read. */
public final class ProfileSession implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Below this share of the samples that were due, the profile says so. */
    private static final double ENOUGH = 0.9;

    private final @Nullable PerfRecorder recorder;
    private final @Nullable KernelSymbols symbols;
    private @Nullable String failure;

    private ProfileSession(@Nullable PerfRecorder recorder, @Nullable KernelSymbols symbols, @Nullable String failure) {
        this.recorder = recorder;
        this.symbols = symbols;
        this.failure = failure;
    }

    static ProfileSession without() {
        return new ProfileSession(null, null, null);
    }

    static ProfileSession failed(String reason) {
        return new ProfileSession(null, null, reason);
    }

    static ProfileSession of(PerfRecorder recorder, KernelSymbols symbols) {
        return new ProfileSession(recorder, symbols, null);
    }

    /** Process id of perf; empty if it does not run. */
    public OptionalLong pid() {
        return recorder == null ? OptionalLong.empty() : OptionalLong.of(recorder.pid());
    }

    /** Ends sampling. */
    public void stop() throws InterruptedException {
        if (recorder != null) {
            try {
                recorder.stop();
            } catch (IOException e) {
                failure = e.getMessage();
            }
        }
    }

    /**
     * Reads what was sampled from {@code startNanos} up to {@code endNanos} of {@link System#nanoTime()}; takes about a
     * second for each hundred thousand samples. To be called after {@link #stop()}.
     */
    public ProfileResult read(long startNanos, long endNanos) throws InterruptedException {
        if (failure != null) {
            return ProfileResult.failed(failure);
        }
        if (recorder == null || symbols == null) {
            return ProfileResult.none();
        }
        SampleCounts counts = new SampleCounts(symbols);
        PerfScript script = new PerfScript(sample -> {
            if (sample.nanos() >= startNanos && sample.nanos() < endNanos) {
                counts.add(sample);
            }
        });
        try {
            recorder.read(script::line);
        } catch (CommandException e) {
            return ProfileResult.failed(String.valueOf(e.getMessage()));
        }
        script.end();
        if (counts.samples() == 0) {
            return ProfileResult.failed("perf took no sample in the measured window");
        }
        return result(recorder, counts, script, (endNanos - startNanos) / NANOS_PER_SECOND);
    }

    private static ProfileResult result(PerfRecorder recorder, SampleCounts counts, PerfScript script, double seconds) {
        List<String> flags = new ArrayList<>(recorder.remarks());
        double due = seconds * PerfRecorder.FREQUENCY_HZ * recorder.cores().size();
        // A core that idles counts no cycles, so that fewer samples are no loss there.
        if (script.event().equals(PerfRecorder.CLOCK_EVENT) && counts.samples() < ENOUGH * due) {
            flags.add(String.format(
                    Locale.ROOT, "the kernel profile holds %d samples where %.0f were due", counts.samples(), due));
        }
        if (counts.unnamed() > 0 && counts.unnamed() * 2 > counts.kernelSamples()) {
            flags.add("the kernel hid the names of its functions; root, or kernel.kptr_restrict=0, shows them");
        }
        if (script.lost() > 0) {
            flags.add("perf lost " + script.lost() + " samples, in the measured window or around it");
        }
        if (script.damagedLines() > 0) {
            flags.add(script.damagedLines() + " lines of perf script could not be read");
        }
        KernelProfile profile = counts.profile();
        String summary = String.format(
                Locale.ROOT,
                "%s at %d Hz on cores %s: %d samples, %d of them in no class of the table",
                Printable.escape(script.event()),
                PerfRecorder.FREQUENCY_HZ,
                CpuList.format(recorder.cores()),
                counts.samples(),
                counts.otherSamples());
        return new ProfileResult(profile.files(), summary, flags);
    }

    /** Ends perf if it still runs, and deletes its recording. */
    @Override
    public void close() {
        if (recorder != null) {
            recorder.close();
        }
    }
}
