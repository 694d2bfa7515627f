package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.IrqRow;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.ArrayList;
import java.util.List;

/** The rows of all frames as plain numbers while sampling; as records once it is over. */
final class FrameStore {

    private static final int TIME = 2;
    private static final int CPU = 2 + CpuTable.WIDTH;
    private static final int IRQ = 4;
    private static final int TASK = 7;
    private static final int NET = 3 + NetDevFile.WIDTH;

    private final LongLog times = new LongLog();
    private final LongLog cpuRows = new LongLog();
    private final LongLog irqRows = new LongLog();
    private final LongLog taskRows = new LongLog();
    private final LongLog netRows = new LongLog();

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
        times.add(start);
        times.add(end);
    }

    /** Begins a CPU's row; {@link CpuTable#WIDTH} calls of {@link #cpuIncrease} must follow. */
    void cpu(int frame, int cpu) {
        cpuRows.add(frame);
        cpuRows.add(cpu);
    }

    void cpuIncrease(long increase) {
        cpuRows.add(increase);
    }

    void irq(int frame, int cpu, int irq, long increase) {
        irqRows.add(frame);
        irqRows.add(cpu);
        irqRows.add(irq);
        irqRows.add(increase);
    }

    void task(int frame, int role, int tid, int comm, int cpu, long runNanos, long waitNanos) {
        taskRows.add(frame);
        taskRows.add(role);
        taskRows.add(tid);
        taskRows.add(comm);
        taskRows.add(cpu);
        taskRows.add(runNanos);
        taskRows.add(waitNanos);
    }

    /** Begins an interface's row; {@link NetDevFile#WIDTH} calls of {@link #netIncrease} must follow. */
    void net(int frame, int namespace, int interfaceId) {
        netRows.add(frame);
        netRows.add(namespace);
        netRows.add(interfaceId);
    }

    void netIncrease(long increase) {
        netRows.add(increase);
    }

    /** All that was stored, as records; to be called when sampling is over. */
    Frames toFrames(int missedDeadlines, List<String> gaps) {
        List<FrameTime> frames = frameTimes();
        return new Frames(
                cpuRecords(frames), irqRecords(frames), taskRecords(frames), netRecords(frames), missedDeadlines, gaps);
    }

    private List<FrameTime> frameTimes() {
        List<FrameTime> frames = new ArrayList<>();
        for (long at = 0; at < times.size(); at += TIME) {
            long start = times.get(at) - times.get(0);
            long end = times.get(at + 1) - times.get(0);
            long before = at == 0 ? 0 : frames.get(frames.size() - 1).startNanos();
            frames.add(new FrameTime(frames.size(), start, end, start - before));
        }
        return frames;
    }

    private List<CpuRow> cpuRecords(List<FrameTime> frames) {
        List<CpuRow> rows = new ArrayList<>();
        for (long at = 0; at < cpuRows.size(); at += CPU) {
            long[] increases = new long[CpuTable.WIDTH];
            for (int i = 0; i < increases.length; i++) {
                increases[i] = cpuRows.get(at + 2 + i);
            }
            rows.add(new CpuRow(time(frames, cpuRows, at), number(cpuRows, at + 1), increases));
        }
        return rows;
    }

    private List<IrqRow> irqRecords(List<FrameTime> frames) {
        List<String> names = irqs.all();
        List<IrqRow> rows = new ArrayList<>();
        for (long at = 0; at < irqRows.size(); at += IRQ) {
            rows.add(new IrqRow(
                    time(frames, irqRows, at),
                    number(irqRows, at + 1),
                    names.get(number(irqRows, at + 2)),
                    irqRows.get(at + 3)));
        }
        return rows;
    }

    private List<TaskRow> taskRecords(List<FrameTime> frames) {
        List<String> names = comms.all();
        List<TaskRow> rows = new ArrayList<>();
        for (long at = 0; at < taskRows.size(); at += TASK) {
            rows.add(new TaskRow(
                    time(frames, taskRows, at),
                    roles.get(number(taskRows, at + 1)),
                    number(taskRows, at + 2),
                    names.get(number(taskRows, at + 3)),
                    number(taskRows, at + 4),
                    taskRows.get(at + 5),
                    taskRows.get(at + 6)));
        }
        return rows;
    }

    private List<NetRow> netRecords(List<FrameTime> frames) {
        List<List<String>> names = interfaces.stream().map(NameTable::all).toList();
        List<NetRow> rows = new ArrayList<>();
        for (long at = 0; at < netRows.size(); at += NET) {
            int namespace = number(netRows, at + 1);
            rows.add(new NetRow(
                    time(frames, netRows, at),
                    namespaces.get(namespace),
                    names.get(namespace).get(number(netRows, at + 2)),
                    netRows.get(at + 3),
                    netRows.get(at + 4),
                    netRows.get(at + 5),
                    netRows.get(at + 6),
                    netRows.get(at + 7),
                    netRows.get(at + 8)));
        }
        return rows;
    }

    private static FrameTime time(List<FrameTime> frames, LongLog log, long at) {
        return frames.get(number(log, at));
    }

    private static int number(LongLog log, long at) {
        return (int) log.get(at);
    }
}
