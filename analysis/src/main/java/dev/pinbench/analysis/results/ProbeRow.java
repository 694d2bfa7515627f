package dev.pinbench.analysis.results;

import org.jspecify.annotations.Nullable;

/**
 * One line of the exact probe: what one thing took of one CPU from one instant to another. Rows of a CPU cover its time
 * without overlap; those of kind {@link ProbeKind#TASK} of one interval sum to its length. Intervals of kind
 * {@link ProbeKind#TASK_SWITCH} begin and end elsewhere, at the same instants on all CPUs, and have no rows where nothing was switched to.
 *
 * @param startNanos begin of the interval on the frames' clock
 * @param endNanos its end
 * @param cpu logical CPU number
 * @param kind what is counted
 * @param name of the softirq vector ({@code NET_RX}), number of the interrupt, or the kernel's name of the task
 * @param context for a softirq in whose context it ran, else {@code null}
 * @param tid of a task in the first PID namespace, {@link #UNTOLD_TID} for stints of nobody knows which, else
 *     {@code null}
 * @param nanos time that it took, ns
 * @param count softirqs or interrupts that ended in the interval, how often the task gave up the CPU, or was switched to; {@code null}
 *     where nothing is counted
 */
public record ProbeRow(
        long startNanos,
        long endNanos,
        int cpu,
        ProbeKind kind,
        String name,
        @Nullable ProbeContext context,
        @Nullable Integer tid,
        long nanos,
        @Nullable Long count) {

    /** Stands for what cannot be told of stints that began with one task and ended with another, as a switch was missed. */
    public static final int UNTOLD_TID = -1;

    /** Whether this is time of tasks that cannot be told apart. */
    public boolean untold() {
        return tid != null && tid == UNTOLD_TID;
    }
}
