package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.BlockBootstrap;
import dev.pinbench.analysis.stats.Robust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Goodput of trials that are pooled for a figure: the median over blocks of each block's median, with the
 * bootstrap interval over blocks that every median has.
 *
 * @param medianBps bits per second
 * @param lowBps lower end of the interval, 95 % or what so few blocks can reach; {@code null} with fewer than 2 blocks
 * @param highBps upper end
 */
record Medians(
        int trials,
        int blocks,
        double medianBps,
        @Nullable Double lowBps,
        @Nullable Double highBps) {

    /** Pools the usable trials among {@code trials}; {@code null} if there are none. */
    static @Nullable Medians of(List<TrialRecord> trials, long seed) {
        Map<Integer, List<Double>> byBlock = new TreeMap<>();
        int used = 0;
        for (TrialRecord trial : trials) {
            Double goodput = trial.metrics().goodputBps();
            if (trial.usable() && goodput != null) {
                byBlock.computeIfAbsent(trial.block(), b -> new ArrayList<>()).add(goodput);
                used++;
            }
        }
        if (used == 0) {
            return null;
        }
        List<Double> blocks = byBlock.values().stream().map(Medians::median).toList();
        Optional<Interval> interval =
                new BlockBootstrap(BlockBootstrap.RESAMPLES_CORRELATION, 0.95, seed).interval(blocks, Medians::median);
        return new Medians(
                used,
                blocks.size(),
                median(blocks),
                interval.map(Interval::low).orElse(null),
                interval.map(Interval::high).orElse(null));
    }

    static double median(List<Double> values) {
        return Robust.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    double top() {
        return highBps == null ? medianBps : Math.max(medianBps, highBps);
    }
}
