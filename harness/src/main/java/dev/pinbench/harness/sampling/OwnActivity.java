package dev.pinbench.harness.sampling;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long threads of this Java process other than the caller have run: three questions to the kernel instead of a file for
 * each of twenty to hundreds of threads, of which few run between two frames.
 *
 * <p>The run time of a thread that did not run stands still, and all but always its wait time, which the kernel books when
 * the task gets its CPU (sched_info_arrive in kernel/sched/stats.h; only a task that is moved to another CPU while it waits
 * is booked before). The clocks are those of posix-cpu-timers.c: the sum over all threads, ended ones included, of the same
 * {@code se.sum_exec_runtime} that {@code schedstat} prints.
 */
final class OwnActivity {

    /** What the others may have run before it is worth a look, ns; it is kept in mind, so that it is seen in the end. */
    static final long IGNORED_NANOS = 10_000;

    /** Nobody knows how much. */
    static final long ANYTHING = Long.MAX_VALUE;

    /** CLOCK_PROCESS_CPUTIME_ID and CLOCK_THREAD_CPUTIME_ID (include/uapi/linux/time.h). */
    private static final int PROCESS = 2;

    private static final int THREAD = 3;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Path threadSelf;
    private final ByteBuffer time = ByteBuffer.allocateDirect(TIMESPEC_BYTES).order(ByteOrder.nativeOrder());
    private final Pointer timespec = Native.getDirectBufferPointer(time);
    private @Nullable Thread caller;
    private int callerTid;
    private long othersNanos;
    private long seenNanos;

    private OwnActivity(Path threadSelf) {
        this.threadSelf = threadSelf;
    }

    /**
     * None where this process is not in {@code procRoot}, or the C library cannot be called (32 bits; no folder that JNA may
     * load its own part from): then every thread has to be looked at, which costs more and tells the same.
     */
    static Optional<OwnActivity> of(Path procRoot) {
        Path threadSelf = procRoot.resolve("thread-self");
        if (!Files.exists(threadSelf)) {
            return Optional.empty();
        }
        try {
            OwnActivity activity = new OwnActivity(threadSelf);
            boolean usable =
                    Native.POINTER_SIZE == Long.BYTES && activity.nanos(THREAD) > 0 && activity.nanos(PROCESS) > 0;
            return usable ? Optional.of(activity) : Optional.empty();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) { // JNA throws errors of its own beside those of linking
            return Optional.empty();
        }
    }

    /**
     * So much did threads other than the caller run that {@link #saw} was not told of, ns. {@link #ANYTHING} at first, and if
     * another thread asks than the last time.
     *
     * @throws IOException if the caller's number cannot be read
     */
    long unseenNanos() throws IOException {
        boolean first = !Thread.currentThread().equals(caller);
        if (first) {
            callerTid = Integer.parseInt(
                    Files.readSymbolicLink(threadSelf).getFileName().toString());
            caller = Thread.currentThread();
        }
        // The kernel brings the caller up to date when it begins to sum up (thread_group_cputime in
        // kernel/sched/cputime.c), so
        // that the caller's time is read before. An interrupt just in between makes the difference too large for once.
        long before = nanos(THREAD);
        othersNanos = nanos(PROCESS) - before;
        return first ? ANYTHING : othersNanos - seenNanos;
    }

    /** So much of it was seen. */
    void saw(long nanos) {
        seenNanos += nanos;
    }

    /** Every thread was looked at since the last question. */
    void sawAll() {
        seenNanos = othersNanos;
    }

    /** Number of the thread that asked last. */
    int callerTid() {
        return callerTid;
    }

    private long nanos(int clock) {
        if (CLibrary.clock_gettime(clock, timespec) != 0) {
            throw new IllegalStateException("clock_gettime of clock " + clock + " failed");
        }
        return time.getLong(0) * NANOS_PER_SECOND + time.getLong(Long.BYTES);
    }
}
