package dev.pinbench.analysis.kernelprofile;

import dev.pinbench.analysis.results.KernelClass;
import dev.pinbench.analysis.results.KernelProfile;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.TrialRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kernel profiles of a run, taken together; only that of the slowest trial is kept whole.
 *
 * @param trials usable trials with a profile, each with its samples by class
 * @param functions samples of each function of the kernel over these trials, the most frequent first
 * @param slowest the usable trial with the lowest goodput of those that have a profile; {@code null} if none has
 */
public record KernelWork(
        List<TrialWork> trials,
        List<Function> functions,
        @Nullable SlowestTrial slowest) {

    /** Samples of one trial by class. */
    public record TrialWork(TrialRecord trial, Map<KernelClass, Long> samples) {}

    /** One kernel function and its samples. */
    public record Function(String symbol, KernelClass kernelClass, long samples) {}

    /** A trial with its whole profile. */
    public record SlowestTrial(TrialRecord trial, KernelProfile profile) {}

    private record Key(String symbol, KernelClass kernelClass) {}

    public KernelWork {
        trials = List.copyOf(trials);
        functions = List.copyOf(functions);
    }

    /** All samples of all trials. */
    public long samples() {
        return trials.stream()
                .flatMap(trial -> trial.samples().values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    /**
     * Reads every profile of a run once.
     *
     * @throws IOException if one cannot be read or is damaged
     */
    public static KernelWork read(RunDirectory directory, List<TrialRecord> records) throws IOException {
        List<TrialWork> trials = new ArrayList<>();
        Map<Key, Long> functions = new HashMap<>();
        SlowestTrial slowest = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (TrialRecord trial : records) {
            KernelProfile profile =
                    trial.usable() ? directory.kernelProfile(trial.trial()).orElse(null) : null;
            if (profile == null) {
                continue;
            }
            trials.add(new TrialWork(trial, profile.samplesByClass()));
            profile.rows().stream()
                    .filter(row -> row.kernelClass() != KernelClass.USER)
                    .forEach(
                            row -> functions.merge(new Key(row.symbol(), row.kernelClass()), row.samples(), Long::sum));
            Double goodput = trial.metrics().goodputBps();
            if (slowest == null || (goodput != null && goodput < lowest)) {
                slowest = new SlowestTrial(trial, profile);
                lowest = goodput == null ? lowest : goodput;
            }
        }
        return new KernelWork(trials, sorted(functions), slowest);
    }

    private static List<Function> sorted(Map<Key, Long> functions) {
        return functions.entrySet().stream()
                .map(e -> new Function(e.getKey().symbol(), e.getKey().kernelClass(), e.getValue()))
                .sorted(Comparator.comparingLong(Function::samples).reversed().thenComparing(Function::symbol))
                .toList();
    }
}
