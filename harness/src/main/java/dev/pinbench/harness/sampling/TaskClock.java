package dev.pinbench.harness.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How long one task has been on a CPU since this was opened, ns: perf's software event {@code task-clock}, open for that
 * task. It starts when the task is switched in and stands still when it is switched out (perf_event_task_sched_in and _out
 * in kernel/events/core.c, called from context_switch in kernel/sched/core.c), on the clock of its CPU and not on that of
 * the run queue, which {@code schedstat} is booked by and which a wakeup may leave behind. That of a task that runs is read
 * on its CPU, so that it is never old.
 *
 * <p>Made by {@link TaskClocks}; one thread at a time.
 */
final class TaskClock implements BareRead, Closeable {

    private final TaskClocks clocks;
    private final int event;
    private final int tid;

    TaskClock(TaskClocks clocks, int event, int tid) {
        this.clocks = clocks;
        this.event = event;
        this.tid = tid;
    }

    @Override
    public String name() {
        return "task-clock of task " + tid;
    }

    /** Time on a CPU so far, ns; takes no memory. */
    long nanos() throws IOException {
        return clocks.nanos(this);
    }

    int event() {
        return event;
    }

    @Override
    public int readBare(ByteBuffer window) throws IOException {
        clocks.nanos(this);
        return Long.BYTES;
    }

    @Override
    public void close() throws IOException {
        clocks.close(this);
    }
}
