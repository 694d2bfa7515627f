package dev.pinbench.harness.calibrate;

import dev.pinbench.harness.sampling.FrameBenchmark;
import dev.pinbench.harness.sampling.ReaderBenchmark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH measure a frame, its parts, and the bare reading of the same files, each in a Java process of its own. */
final class ReaderCosts {
    private static final String FRAME = "frame";
    private static final String BARE_READ = "barePread";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double MEDIAN = 50;

    /** How long to measure: iterations before and while it counts, and the length of each. */
    record Effort(int warmUps, int iterations, int millis) {
        static final Effort USUAL = new Effort(5, 10, 300);
    }

    private ReaderCosts() {}

    static List<ReaderCost> measure(Effort effort) throws CalibrationException, InterruptedException {
        String both = "\\.(" + FRAME + "|" + BARE_READ + ")$";
        OptionsBuilder options = new OptionsBuilder();
        options.include(quote(FrameBenchmark.class) + both)
                .include(quote(ReaderBenchmark.class) + "\\.")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(effort.warmUps())
                .warmupTime(TimeValue.milliseconds(effort.millis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.millis()))
                .forks(1)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        List<ReaderCost> costs = new ArrayList<>();
        try {
            for (RunResult result : new Runner(options.build()).run()) {
                costs.add(cost(result));
            }
        } catch (BenchmarkException e) {
            // JMH wraps an interruption, too.
            if (e.getCause() instanceof InterruptedException) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            throw new CalibrationException("calibrate: the benchmarks of the readers failed: " + e.getMessage(), e);
        } catch (RunnerException e) {
            throw new CalibrationException("calibrate: the benchmarks of the readers failed: " + e.getMessage(), e);
        }
        costs.sort(Comparator.comparingDouble(ReaderCost::medianNanos).reversed());
        return costs;
    }

    private static String quote(Class<?> type) {
        return type.getName().replace(".", "\\.");
    }

    private static ReaderCost cost(RunResult result) throws CalibrationException {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new CalibrationException(
                    "calibrate: JMH " + result.getParams().getBenchmark() + " lacks " + ALLOCATED);
        }
        return new ReaderCost(
                name(result),
                result.getPrimaryResult().getStatistics().getPercentile(MEDIAN),
                allocated.getStatistics().getPercentile(MEDIAN));
    }

    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        if (benchmark.endsWith("." + FRAME)) {
            return "frame";
        }
        if (benchmark.endsWith("." + BARE_READ)) {
            return "bare read";
        }
        return result.getParams().getParam("part").toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
