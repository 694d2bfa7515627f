package dev.pinbench.harness.sampling;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library, bound directly: such calls take no memory. The first use throws an error of linking, or one of
 * JNA's own, where the library cannot be called.
 */
final class CLibrary {
    static {
        Native.register(CLibrary.class, Platform.C_LIBRARY_NAME);
    }

    private CLibrary() {}

    @SuppressWarnings("MemberName") // the library's own name
    static native int clock_gettime(int clock, Pointer time);

    /** For perf_event_open, which the library has no function for. */
    static native long syscall(long number, @Nullable Pointer attr, int tid, int cpu, int group, long flags);

    static native long read(int file, @Nullable Pointer into, long bytes);

    static native int close(int file);
}
