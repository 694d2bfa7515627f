package dev.pinbench.harness.sampling;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens perf's {@code task-clock} for single tasks (perf_event_open(2)), by calling the C library. The event counts in the
 * kernel at each switch to and from the task; nothing is sampled and no interrupt is added.
 *
 * <p>The numbers of tasks have to be those that the kernel knows this process's namespace by; where {@code procRoot} is that
 * of another one, none is opened. Without the right to open one, none is either, and {@link #refusal} says why; the run
 * times are then schedstat's alone.
 */
public final class TaskClocks {

    /** Of perf_event_open, which the C library has no function for (arch/*\/entry/syscalls, scripts/syscall.tbl). */
    private static final Map<String, Long> SYSTEM_CALLS = Map.of(
            "x86-64", 298L, "aarch64", 241L, "riscv64", 241L, "loongarch64", 241L, "ppc64le", 319L, "s390x", 331L);

    private static final Path PROC = Path.of("/proc");

    /** PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK, PERF_ATTR_SIZE_VER0 and where (include/uapi/linux/perf_event.h). */
    private static final int SOFTWARE = 1;

    private static final int TASK_CLOCK = 1;
    private static final int ATTR_BYTES = 64;
    private static final int AT_TYPE = 0;
    private static final int AT_SIZE = 4;
    private static final int AT_CONFIG = 8;
    private static final int AT_BITS = 40;

    /**
     * Bits exclude_kernel and exclude_hv: this event counts all the same, and asks for less of {@code
     * kernel.perf_event_paranoid}.
     */
    private static final long USER_ONLY_LITTLE_ENDIAN = 1L << 5 | 1L << 6;

    private static final long USER_ONLY_BIG_ENDIAN = 1L << 58 | 1L << 57;

    private static final int ANY_CPU = -1;
    private static final int NO_GROUP = -1;
    private static final long CLOSE_ON_EXEC = 8;

    private static final int EPERM = 1;
    private static final int ESRCH = 3;
    private static final int EACCES = 13;
    private static final int EMFILE = 24;
    private static final int ENOSYS = 38;

    /** A task has a number in each PID namespace from that of the proc file system down to its own. */
    private static final Pattern ONE_NUMBER = Pattern.compile("(?m)^NSpid:\\s*(\\d+)$");

    private final Journal journal;
    private final long systemCall;
    private final ByteBuffer attr = ByteBuffer.allocateDirect(ATTR_BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer count = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    private @Nullable Pointer attrPointer;
    private @Nullable Pointer countPointer;
    private @Nullable String refusal;

    private TaskClocks(Journal journal, long systemCall, @Nullable String refusal) {
        this.journal = journal;
        this.systemCall = systemCall;
        this.refusal = refusal;
        attr.putInt(AT_TYPE, SOFTWARE)
                .putInt(AT_SIZE, ATTR_BYTES)
                .putLong(AT_CONFIG, TASK_CLOCK)
                .putLong(
                        AT_BITS,
                        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                                ? USER_ONLY_LITTLE_ENDIAN
                                : USER_ONLY_BIG_ENDIAN);
    }

    /**
     * Why run times of tasks, or of some, will be those of {@code schedstat} alone, and what would help; empty if clocks of this
     * process and of ksoftirqd can be opened.
     */
    public static Optional<String> lacking(KsoftirqdThreads ksoftirqd) throws IOException {
        TaskClocks clocks = of(PROC, new Journal());
        List<Integer> tids = new ArrayList<>(ksoftirqd.tidByCpu().values());
        tids.add(Math.toIntExact(ProcessHandle.current().pid()));
        for (int tid : tids) {
            Optional<TaskClock> clock = clocks.open(tid);
            if (clock.isPresent()) {
                clock.get().close();
            }
        }
        return clocks.refusal();
    }

    /** For tasks by their numbers in {@code procRoot}. */
    static TaskClocks of(Path procRoot, Journal journal) {
        Long systemCall = SYSTEM_CALLS.get(Platform.ARCH);
        if (systemCall == null || Native.POINTER_SIZE != Long.BYTES) {
            return none("the number of perf_event_open is not known on " + Platform.ARCH);
        }
        if (!isOwnNamespace(procRoot)) {
            return none(procRoot + " does not number tasks as this process does");
        }
        TaskClocks clocks = new TaskClocks(journal, systemCall, null);
        try {
            clocks.bind();
            return clocks;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) { // JNA throws errors of its own beside those of linking
            return none("the C library cannot be called: " + e.getMessage());
        }
    }

    /** Opens none. */
    static TaskClocks none(String reason) {
        return new TaskClocks(new Journal(), 0, reason);
    }

    private void bind() {
        attrPointer = Native.getDirectBufferPointer(attr);
        countPointer = Native.getDirectBufferPointer(count);
        CLibrary.close(-1); // the first call loads and links it
    }

    private static boolean isOwnNamespace(Path procRoot) {
        try {
            var numbers = ONE_NUMBER.matcher(Files.readString(procRoot.resolve("self/status")));
            return numbers.find()
                    && numbers.group(1)
                            .equals(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            return false;
        }
    }

    /** The clock of a task from now on; empty where there is none to be had, or no such task. */
    Optional<TaskClock> open(int tid) {
        if (countPointer == null) {
            return Optional.empty();
        }
        long event = CLibrary.syscall(systemCall, attrPointer, tid, ANY_CPU, NO_GROUP, CLOSE_ON_EXEC);
        if (event >= 0) {
            return Optional.of(new TaskClock(this, (int) event, tid));
        }
        int error = Native.getLastError();
        if (error != ESRCH && refusal == null) {
            refusal = "perf_event_open of task " + tid + ": " + describe(error);
        }
        return Optional.empty();
    }

    /** Why a clock could not be had, for the first task for which it could not; empty if each could. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    long nanos(TaskClock clock) throws IOException {
        journal.note(clock);
        long got = CLibrary.read(clock.event(), countPointer, Long.BYTES);
        if (got != Long.BYTES) {
            String found = got < 0 ? describe(Native.getLastError()) : got + " bytes";
            throw new IOException(clock.name() + ": expected " + Long.BYTES + " bytes, found " + found);
        }
        return count.getLong(0);
    }

    void close(TaskClock clock) throws IOException {
        if (CLibrary.close(clock.event()) != 0) {
            throw new IOException(clock.name() + ": cannot be closed: " + describe(Native.getLastError()));
        }
    }

    private static String describe(int error) {
        return switch (error) {
            case EPERM, EACCES ->
                "not permitted (needs CAP_PERFMON, or one's own tasks with"
                        + " kernel.perf_event_paranoid at most 2; a container's seccomp profile may forbid it)";
            case EMFILE -> "too many open files";
            case ENOSYS -> "this kernel has no perf events";
            default -> "error " + error;
        };
    }
}
