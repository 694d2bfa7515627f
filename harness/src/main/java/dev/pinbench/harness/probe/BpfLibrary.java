package dev.pinbench.harness.probe;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of libbpf 1.x (bpf/libbpf.h, bpf/bpf.h), bound directly. Those that return a number return a negative one of errno(3)
 * if they fail, those that return a pointer {@code null}. The first use throws an error of linking, or one of JNA's own, where the
 * library cannot be called.
 */
@SuppressWarnings("MemberName") // the library's own names
final class BpfLibrary {
    static final String FILE = "libbpf.so.1";

    static {
        Native.register(BpfLibrary.class, FILE);
        libbpf_set_print(null); // it would write to standard error
    }

    private BpfLibrary() {}

    static native @Nullable Pointer libbpf_set_print(@Nullable Pointer function);

    static native @Nullable Pointer bpf_object__open_mem(Pointer object, long bytes, @Nullable Pointer options);

    static native int bpf_object__load(Pointer object);

    static native void bpf_object__close(Pointer object);

    static native @Nullable Pointer bpf_object__next_program(Pointer object, @Nullable Pointer previous);

    static native String bpf_program__section_name(Pointer program);

    static native @Nullable Pointer bpf_program__attach(Pointer program);

    static native int bpf_link__destroy(Pointer link);

    static native @Nullable Pointer bpf_object__find_map_by_name(Pointer object, String name);

    static native int bpf_map__fd(Pointer map);

    static native int bpf_map__set_initial_value(Pointer map, Pointer value, long bytes);

    static native int bpf_map_get_next_key(int map, @Nullable Pointer key, Pointer next);

    static native int bpf_map_lookup_elem(int map, Pointer key, Pointer value);
}
