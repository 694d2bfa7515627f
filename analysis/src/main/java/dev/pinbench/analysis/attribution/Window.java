package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TaskRow;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rows of the frames that lie wholly in the measured window. Frame k covers the time from the start of frame k−1 to
 * its own; a frame that covers an edge of the window is left out, never shared out.
 *
 * @param elapsedByFrame the time that each of these frames covers, ns
 */
record Window(NavigableMap<Integer, Long> elapsedByFrame, List<CpuRow> cpu, List<TaskRow> task, List<NetRow> net) {

    static Window of(Frames frames, long startNanos, long endNanos) {
        List<CpuRow> cpu = frames.cpu().stream()
                .filter(row -> inside(row.time(), startNanos, endNanos))
                .toList();
        List<TaskRow> task = frames.task().stream()
                .filter(row -> inside(row.time(), startNanos, endNanos))
                .toList();
        List<NetRow> net = frames.net().stream()
                .filter(row -> inside(row.time(), startNanos, endNanos))
                .toList();
        NavigableMap<Integer, Long> elapsed = new TreeMap<>();
        Stream.of(
                        cpu.stream().map(CpuRow::time),
                        task.stream().map(TaskRow::time),
                        net.stream().map(NetRow::time))
                .flatMap(times -> times)
                .forEach(time -> elapsed.put(time.frame(), time.elapsedNanos()));
        return new Window(elapsed, cpu, task, net);
    }

    private static boolean inside(FrameTime time, long startNanos, long endNanos) {
        return time.elapsedNanos() > 0
                && time.startNanos() - time.elapsedNanos() >= startNanos
                && time.startNanos() <= endNanos;
    }

    int frames() {
        return elapsedByFrame.size();
    }

    /** The time that the frames cover, ns. */
    long elapsedNanos() {
        return sum(elapsedByFrame);
    }

    /** The time that the frames between two frames cover, both included, ns. */
    long elapsedNanos(int firstFrame, int lastFrame) {
        return sum(elapsedByFrame.subMap(firstFrame, true, lastFrame, true));
    }

    private static long sum(Map<Integer, Long> elapsed) {
        return elapsed.values().stream().mapToLong(Long::longValue).sum();
    }
}
