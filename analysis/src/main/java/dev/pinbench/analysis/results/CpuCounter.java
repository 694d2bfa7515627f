package dev.pinbench.analysis.results;

/**
 * The per-CPU counters of a frame, in the order of the columns of {@code cpu.csv.gz}; each value is the increase since
 * the frame before.
 *
 * <p>Ticks are USER_HZ units (10 ms) of {@code /proc/stat} (fs/proc/stat.c), sampled at the timer tick unless the kernel
 * has IRQ time accounting. Softirq counts are handler invocations, not packets (kernel/softirq.c). Softnet columns are
 * those of {@code /proc/net/softnet_stat} (net/core/net-procfs.c). ksoftirqd times are ns of
 * {@code /proc/<tid>/schedstat} (kernel/sched/stats.h), the last of perf's task clock (kernel/events/core.c).
 */
public enum CpuCounter {
    USER_TICKS("user_ticks"),
    NICE_TICKS("nice_ticks"),
    SYSTEM_TICKS("system_ticks"),
    IDLE_TICKS("idle_ticks"),
    IOWAIT_TICKS("iowait_ticks"),
    IRQ_TICKS("irq_ticks"),
    SOFTIRQ_TICKS("softirq_ticks"),
    STEAL_TICKS("steal_ticks"),
    HI("hi"),
    TIMER("timer"),
    NET_TX("net_tx"),
    NET_RX("net_rx"),
    BLOCK("block"),
    IRQ_POLL("irq_poll"),
    TASKLET("tasklet"),
    SCHED("sched"),
    HRTIMER("hrtimer"),
    RCU("rcu"),
    SOFTNET_PROCESSED("softnet_processed"),
    SOFTNET_DROPPED("softnet_dropped"),
    SOFTNET_SQUEEZED("softnet_squeezed"),
    SOFTNET_RECEIVED_RPS("softnet_received_rps"),
    SOFTNET_FLOW_LIMIT("softnet_flow_limit"),
    KSOFTIRQD_RUN_NANOS("ksoftirqd_run_nanos"),
    KSOFTIRQD_WAIT_NANOS("ksoftirqd_wait_nanos"),
    KSOFTIRQD_TASK_CLOCK_NANOS("ksoftirqd_task_clock_nanos");

    private final String column;

    CpuCounter(String column) {
        this.column = column;
    }

    /** Column in {@code cpu.csv.gz}. */
    public String column() {
        return column;
    }
}
