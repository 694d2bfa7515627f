package dev.pinbench.analysis.results;

import java.util.List;

/**
 * Everything that was sampled in one trial. Rows are in the order of frames.
 *
 * @param missedDeadlines frames that were due but not taken because the sampler came too late
 * @param gaps what could not be read, one sentence each with file, line and CPU
 */
public record Frames(
        List<CpuRow> cpu,
        List<IrqRow> irq,
        List<TaskRow> task,
        List<NetRow> net,
        int missedDeadlines,
        List<String> gaps) {

    public Frames {
        cpu = List.copyOf(cpu);
        irq = List.copyOf(irq);
        task = List.copyOf(task);
        net = List.copyOf(net);
        gaps = List.copyOf(gaps);
    }
}
