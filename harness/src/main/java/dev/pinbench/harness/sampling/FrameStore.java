package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskRole;
import java.util.ArrayList;
import java.util.List;

/** The rows of all frames as plain numbers while sampling; as records once it is over. */
final class FrameStore {

    private final RowLog times = new RowLog();
    private final RowLog cpuRows = new RowLog();
    private final RowLog irqRows = new RowLog();
    private final RowLog irqReadings = new RowLog();
    private final RowLog taskRows = new RowLog();
    private final RowLog netRows = new RowLog();
    private final List<RowLog> logs = List.of(times, cpuRows, irqRows, irqReadings, taskRows, netRows);
    private long epoch;

    private final NameTable irqs = new NameTable();
    private final NameTable comms = new NameTable();
    private final List<TaskRole> roles = List.of(TaskRole.values());
    private final List<String> namespaces = new ArrayList<>();
    private final List<NameTable> interfaces = new ArrayList<>();

    NameTable irqs() {
        return irqs;
    }

    NameTable comms() {
        return comms;
    }

    /** Adds a namespace and returns its number. */
    int addNamespace(String name, NameTable itsInterfaces) {
        namespaces.add(name);
        interfaces.add(itsInterfaces);
        return namespaces.size() - 1;
    }

    /** The number that stands for {@code role} in the rows. */
    int roleId(TaskRole role) {
        return roles.indexOf(role);
    }

    /** Ends a frame: its begin and end on the monotonic clock, ns. */
    void frame(long start, long end) {
        if (times.rows() == 0) {
            epoch = start;
        }
        times.begin(times.rows(), 0);
        times.add(start - epoch);
        times.add(end - start);
    }

    /** The row of a CPU: {@link CpuTable#WIDTH} increases, each not negative or {@link Counters#MISSING}. */
    void cpu(int frame, int cpu, long[] increases) {
        cpuRows.begin(frame, cpu);
        cpuRows.addSparse(increases);
    }

    /** Interrupts are read in this frame; rows of it cover the time since they were the last time. */
    void irqReading(int frame) {
        irqReadings.begin(frame, 0);
    }

    void irq(int frame, int cpu, int irq, long increase) {
        irqRows.begin(frame, cpu);
        irqRows.add(irq);
        irqRows.add(increase);
    }

    /** The row of a task; {@code clockNanos} may be {@link Counters#MISSING}. */
    void task(int frame, int role, int tid, int comm, int cpu, long runNanos, long waitNanos, long clockNanos) {
        taskRows.begin(frame, tid);
        taskRows.add(role);
        taskRows.add(comm);
        taskRows.add(cpu);
        taskRows.add(runNanos);
        taskRows.add(waitNanos);
        taskRows.add(clockNanos == Counters.MISSING ? 0 : clockNanos + 1);
    }

    /** The row of an interface: {@link NetDevFile#WIDTH} increases, none negative. */
    void net(int frame, int namespace, int interfaceId, long[] increases) {
        netRows.begin(frame, interfaceId);
        netRows.add(namespace);
        netRows.addSparse(increases);
    }

    /**
     * Makes room for the frames to come, so that storing them takes no memory; to be called between frames.
     *
     * @param expectedFrames how many are still to come, as far as is known
     */
    void prepare(int expectedFrames) {
        long taken = Math.max(1, times.rows() - 1); // the baseline stores next to nothing
        for (int i = 0; i < logs.size(); i++) {
            RowLog log = logs.get(i);
            log.prepare(log.bytes() * expectedFrames / taken);
        }
    }

    /** Bytes that all rows so far take. */
    long bytes() {
        long bytes = 0;
        for (RowLog log : logs) {
            bytes += log.bytes();
        }
        return bytes;
    }

    /** Drops all rows and keeps names and memory. */
    void clear() {
        // by number: an iterator takes memory, and benchmarks clear between frames
        for (int i = 0; i < logs.size(); i++) {
            logs.get(i).clear();
        }
    }

    /**
     * All that was stored so far, as records that are made while somebody goes through them: the numbers take a hundredth of
     * the memory. Good until {@link #clear}.
     */
    Frames toFrames(int missedDeadlines, List<String> gaps) {
        FrameTime[] frames = frameTimes();
        StoredRows rows = new StoredRows(frames);
        return new Frames(
                rows.cpu(cpuRows),
                new StoredRows(irqTimes(frames)).irq(irqRows, irqs.all()),
                rows.task(taskRows, comms.all(), roles),
                rows.net(
                        netRows,
                        List.copyOf(namespaces),
                        interfaces.stream().map(NameTable::all).toList()),
                missedDeadlines,
                gaps);
    }

    /** As {@code frames}, but with the time since the reading of interrupts before where that is not the frame before. */
    private FrameTime[] irqTimes(FrameTime[] frames) {
        FrameTime[] times = frames.clone();
        RowLog.Cursor cursor = irqReadings.cursor();
        int before = 0;
        for (int reading = 0; reading < irqReadings.rows(); reading++) {
            cursor.begin();
            FrameTime time = frames[cursor.frame()];
            times[cursor.frame()] = new FrameTime(
                    time.frame(), time.startNanos(), time.endNanos(), time.startNanos() - frames[before].startNanos());
            before = cursor.frame();
        }
        return times;
    }

    private FrameTime[] frameTimes() {
        FrameTime[] frames = new FrameTime[times.rows()];
        RowLog.Cursor cursor = times.cursor();
        long before = 0;
        for (int frame = 0; frame < frames.length; frame++) {
            cursor.begin();
            long start = cursor.next();
            long end = start + cursor.next();
            frames[frame] = new FrameTime(frame, start, end, start - before);
            before = start;
        }
        return frames;
    }
}
