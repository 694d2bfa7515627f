package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TaskRow;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the frames that lie wholly in the measured window add up to. Frame k covers the time from the start of frame k−1 to
 * its own; a frame that covers an edge of the window is left out, never shared out. Each row is looked at once and not
 * kept: an hour of many CPUs has millions.
 */
final class Window {

    /** What arrived at an interface. */
    static final class Received {
        private long bytes;
        private long packets;
        private long elapsedNanos;

        private void add(NetRow row) {
            bytes += row.rxBytes();
            packets += row.rxPackets();
            elapsedNanos += row.time().elapsedNanos();
        }

        long bytes() {
            return bytes;
        }

        long packets() {
            return packets;
        }

        /** The time of the frames that have a row of it. */
        long elapsedNanos() {
            return elapsedNanos;
        }
    }

    private final long startNanos;
    private final long endNanos;
    private final NavigableMap<Integer, Long> elapsedByFrame = new TreeMap<>();
    private final SortedMap<Integer, CpuWindow> cpus = new TreeMap<>();
    private final SortedMap<Integer, TaskWindow> tasks = new TreeMap<>();
    private final Map<InterfaceName, Received> received = new HashMap<>();
    private int lastFrame = -1;

    private Window(long startNanos, long endNanos) {
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    static Window of(Frames frames, long startNanos, long endNanos) {
        Window window = new Window(startNanos, endNanos);
        for (CpuRow row : frames.cpu()) {
            if (window.takes(row.time())) {
                window.cpus.computeIfAbsent(row.cpu(), cpu -> new CpuWindow()).add(row);
            }
        }
        for (TaskRow row : frames.task()) {
            if (window.takes(row.time())) {
                window.tasks
                        .computeIfAbsent(row.tid(), tid -> new TaskWindow(row))
                        .add(row);
            }
        }
        for (NetRow row : frames.net()) {
            if (window.takes(row.time())) {
                window.received
                        .computeIfAbsent(
                                new InterfaceName(row.namespace(), row.interfaceName()), name -> new Received())
                        .add(row);
            }
        }
        return window;
    }

    /** Whether the frame of this time lies wholly in the window. */
    static boolean inside(FrameTime time, long startNanos, long endNanos) {
        return time.elapsedNanos() > 0
                && time.startNanos() - time.elapsedNanos() >= startNanos
                && time.startNanos() <= endNanos;
    }

    /** Whether a frame counts; if so, notes it. */
    private boolean takes(FrameTime time) {
        boolean inside = inside(time, startNanos, endNanos);
        if (inside && time.frame() != lastFrame) {
            lastFrame = time.frame();
            elapsedByFrame.put(lastFrame, time.elapsedNanos());
        }
        return inside;
    }

    /** By number of the CPU. */
    SortedMap<Integer, CpuWindow> cpus() {
        return cpus;
    }

    /** By thread id. */
    SortedMap<Integer, TaskWindow> tasks() {
        return tasks;
    }

    Received received(String namespace, String interfaceName) {
        return received.getOrDefault(new InterfaceName(namespace, interfaceName), new Received());
    }

    int frames() {
        return elapsedByFrame.size();
    }

    /** The time that the frames cover, ns. */
    long elapsedNanos() {
        return sum(elapsedByFrame);
    }

    /** The time that the frames between two frames cover, both included, ns. */
    long elapsedNanos(int firstFrame, int lastOfThem) {
        return sum(elapsedByFrame.subMap(firstFrame, true, lastOfThem, true));
    }

    private static long sum(Map<Integer, Long> elapsed) {
        return elapsed.values().stream().mapToLong(Long::longValue).sum();
    }
}
