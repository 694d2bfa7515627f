package dev.pinbench.analysis.results;

/**
 * One watched task in one frame. A frame in which the task could not be read, or its first one, has no row.
 *
 * @param time when the frame was taken
 * @param role what the task is to the trial
 * @param tid thread id in the host's PID namespace
 * @param comm the kernel's name of the thread
 * @param cpu the CPU it last ran on, as seen in this frame
 * @param runNanos what the kernel's book of the task, {@code schedstat}, gained since the frame before, ns; includes softirq
 *     that ran in the task's context unless the kernel has IRQ time accounting
 * @param waitNanos time runnable but waiting for a CPU since the frame before, ns
 * @param taskClockNanos time switched in on a CPU since the frame before, ns, from perf's {@code task-clock}; includes all that
 *     ran in the task's context. {@link CpuRow#MISSING} where there was none
 */
public record TaskRow(
        FrameTime time,
        TaskRole role,
        int tid,
        String comm,
        int cpu,
        long runNanos,
        long waitNanos,
        long taskClockNanos) {

    /** Whether there was a task clock. */
    public boolean clocked() {
        return taskClockNanos != CpuRow.MISSING;
    }
}
