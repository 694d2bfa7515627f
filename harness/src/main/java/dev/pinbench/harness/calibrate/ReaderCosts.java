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
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Has JMH measure a frame in turns with the bare reading of the same files, and each part of a frame in a Java process of its
 * own. One after the other a frame and its bare reading could not be compared where a machine is now fast and now slow.
 */
final class ReaderCosts {
    private static final String IN_TURNS = "inTurns";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double MEDIAN = 50;

    /** How long to measure: iterations before and while it counts, and the length of each. */
    record Effort(int warmUps, int iterations, int millis) {
        static final Effort USUAL = new Effort(5, 10, 300);
    }

    private ReaderCosts() {}

    static List<ReaderCost> measure(Effort effort) throws CalibrationException, InterruptedException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(quote(FrameBenchmark.class) + "\\." + IN_TURNS + "$")
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
                if (result.getParams().getBenchmark().endsWith("." + IN_TURNS)) {
                    costs.add(inTurns("frame", result, "frame", "frames"));
                    costs.add(inTurns("bare read", result, "bare", "bareReads"));
                } else {
                    costs.add(ofPart(result));
                }
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

    /** From the sums of each iteration, as {@link FrameBenchmark.Turns} names them. */
    private static ReaderCost inTurns(String reader, RunResult result, String kind, String count)
            throws CalibrationException {
        ListStatistics nanos = new ListStatistics();
        ListStatistics bytes = new ListStatistics();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                double operations = sum(iteration, count);
                nanos.addValue(sum(iteration, kind + "Nanos") / operations);
                bytes.addValue(sum(iteration, kind + "AllocatedBytes") / operations);
            }
        }
        return new ReaderCost(reader, nanos.getPercentile(MEDIAN), bytes.getPercentile(MEDIAN));
    }

    private static double sum(IterationResult iteration, String name) throws CalibrationException {
        Result<?> sum = iteration.getSecondaryResults().get(name);
        if (sum == null) {
            throw new CalibrationException(
                    "calibrate: JMH " + iteration.getBenchmarkParams().getBenchmark() + " lacks " + name);
        }
        return sum.getScore();
    }

    private static ReaderCost ofPart(RunResult result) throws CalibrationException {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new CalibrationException(
                    "calibrate: JMH " + result.getParams().getBenchmark() + " lacks " + ALLOCATED);
        }
        return new ReaderCost(
                result.getParams().getParam("part").toLowerCase(Locale.ROOT).replace('_', '-'),
                result.getPrimaryResult().getStatistics().getPercentile(MEDIAN),
                allocated.getStatistics().getPercentile(MEDIAN));
    }
}
