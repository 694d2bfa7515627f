package dev.pinbench.harness.sampling;

/**
 * {@code /proc/<pid>/task/<tid>/schedstat} (fs/proc/base.c, proc_pid_schedstat): ns on a CPU, ns runnable but waiting,
 * time slices. The first advances at the timer tick and at every switch, so that of a task which runs at this moment may
 * be up to one tick old.
 */
final class SchedstatFile {

    private long runNanos;
    private long waitNanos;
    private long slices;

    void parse(KernelText text) throws KernelFileException {
        long run = text.decimal("run time, ns", KernelFileException.NO_CPU);
        long wait = text.decimal("wait time, ns", KernelFileException.NO_CPU);
        slices = text.decimal("number of time slices", KernelFileException.NO_CPU);
        runNanos = run;
        waitNanos = wait;
    }

    /** Whether the task has never run, or the kernel keeps no such times (built without CONFIG_SCHED_INFO). */
    boolean isBlank() {
        return runNanos == 0 && waitNanos == 0 && slices == 0;
    }

    long runNanos() {
        return runNanos;
    }

    long waitNanos() {
        return waitNanos;
    }
}
