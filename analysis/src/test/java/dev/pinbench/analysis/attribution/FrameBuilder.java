package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes frames row by row; frame k covers ((k − 1) s, k s] unless said otherwise. */
final class FrameBuilder {

    static final long SECOND = 1_000_000_000L;

    private final List<CpuRow> cpu = new ArrayList<>();
    private final List<TaskRow> task = new ArrayList<>();
    private final List<NetRow> net = new ArrayList<>();

    static FrameTime second(int frame) {
        return new FrameTime(frame, frame * SECOND, frame * SECOND + 50_000, SECOND);
    }

    static HostFacts host(int cpus, @Nullable Integer hz, @Nullable Boolean irqTimeAccounting) {
        return new HostFacts(
                null,
                null,
                "6.18.0",
                "x86_64",
                null,
                null,
                null,
                IntStream.range(0, cpus)
                        .mapToObj(c -> new CpuTopology(c, c, 0, 0))
                        .toList(),
                hz,
                irqTimeAccounting,
                null,
                null,
                null,
                null,
                null);
    }

    /** A row in which every counter is 0 but those given, and ksoftirqd has no task clock. */
    FrameBuilder cpu(FrameTime time, int number, Map<CpuCounter, Long> increases) {
        long[] values = new long[CpuCounter.values().length];
        values[List.of(CpuCounter.values()).indexOf(CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS)] = CpuRow.MISSING;
        increases.forEach(
                (counter, increase) -> values[List.of(CpuCounter.values()).indexOf(counter)] = increase);
        cpu.add(new CpuRow(time, number, values));
        return this;
    }

    /** A row without any value. */
    FrameBuilder unknownCpu(FrameTime time, int number) {
        long[] values = new long[CpuCounter.values().length];
        Arrays.fill(values, CpuRow.MISSING);
        cpu.add(new CpuRow(time, number, values));
        return this;
    }

    FrameBuilder task(FrameTime time, TaskRole role, int tid, int onCpu, double runSeconds, double waitSeconds) {
        task.add(row(time, role, tid, onCpu, runSeconds, waitSeconds, CpuRow.MISSING));
        return this;
    }

    FrameBuilder clockedTask(
            FrameTime time,
            TaskRole role,
            int tid,
            int onCpu,
            double bookedSeconds,
            double waitSeconds,
            double clockSeconds) {
        task.add(row(time, role, tid, onCpu, bookedSeconds, waitSeconds, nanos(clockSeconds)));
        return this;
    }

    private static TaskRow row(
            FrameTime time, TaskRole role, int tid, int onCpu, double run, double wait, long clockNanos) {
        return new TaskRow(time, role, tid, "name (x) y", onCpu, nanos(run), nanos(wait), clockNanos);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * SECOND);
    }

    FrameBuilder received(FrameTime time, String namespace, String interfaceName, long bytes, long packets) {
        net.add(new NetRow(time, namespace, interfaceName, bytes, packets, 0, 0, 0, 0));
        return this;
    }

    Frames frames(int missedDeadlines) {
        return new Frames(cpu, List.of(), task, net, missedDeadlines, List.of());
    }
}
