package dev.pinbench.analysis.results;

import java.util.List;

/**
 * Everything that was sampled in one trial. Rows are in the order of frames.
 *
 * @param missedDeadlines frames that were due but not taken because the sampler came too late
 * @param gaps what could not be read, one sentence each with file, line and CPU
 */
public record Frames(
        Rows<CpuRow> cpu,
        Rows<IrqRow> irq,
        Rows<TaskRow> task,
        Rows<NetRow> net,
        int missedDeadlines,
        List<String> gaps) {

    public Frames {
        gaps = List.copyOf(gaps);
    }

    /** Frames whose rows are in memory. */
    public Frames(
            List<CpuRow> cpu,
            List<IrqRow> irq,
            List<TaskRow> task,
            List<NetRow> net,
            int missedDeadlines,
            List<String> gaps) {
        this(Rows.of(cpu), Rows.of(irq), Rows.of(task), Rows.of(net), missedDeadlines, gaps);
    }

    /** Frames of a trial in which nothing was sampled. */
    public static Frames none() {
        return new Frames(List.of(), List.of(), List.of(), List.of(), 0, List.of());
    }
}
