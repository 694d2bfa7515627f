package dev.pinbench.harness.probe;

import java.util.BitSet;
import net.openhft.affinity.Affinity;

/**
 * Keeps a CPU from being idle for a while: a thread that spins on it.
 *
 * <p>bpftrace prints when a timer of perf comes (cpu-clock). On some virtual machines that timer finds no registers on an idle
 * CPU and then counts as not having come (seen on Linux 6.18: 1 of 200 in 5 s; {@code perf_swevent_hrtimer} in
 * kernel/events/core.c), so that half a minute can pass before anything is printed. A measured CPU is seldom idle for long while
 * traffic runs; for the time that the probe takes of one that is not measured, a process does the same at the lowest priority.
 */
final class AwakeCpu implements AutoCloseable {
    private final Thread thread;
    private volatile boolean over;

    private AwakeCpu(int cpu) {
        thread = new Thread(() -> spin(cpu), "pinbench-awake");
        thread.setDaemon(true);
    }

    /** Keeps {@code cpu} awake until it is closed; does nothing where this process may not run on it. */
    static AwakeCpu keep(int cpu) {
        AwakeCpu awake = new AwakeCpu(cpu);
        awake.thread.start();
        return awake;
    }

    private void spin(int cpu) {
        BitSet only = new BitSet();
        only.set(cpu);
        try {
            Affinity.setAffinity(only);
        } catch (RuntimeException notAllowed) {
            return; // the probe then starts as late as that CPU wakes
        }
        while (!over) {
            Thread.onSpinWait();
        }
    }

    /** For tests. */
    Thread thread() {
        return thread;
    }

    @Override
    public void close() {
        over = true;
    }
}
