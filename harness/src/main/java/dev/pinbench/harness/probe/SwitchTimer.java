package dev.pinbench.harness.probe;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Times each switch to a task in the kernel, by a BPF program of four tracepoints ({@code switches.bpf.c}), which bpftrace
 * cannot attach to before its version 0.19. The probe gives a switch to the task that it leads to, a task clock only its last
 * part; this tells how much there is between them. It shares nothing with either but the clock.
 *
 * <p>Started after the probe, it times the switch without what the probe does at it. Ends with its owner, however that ends:
 * nothing is pinned, and the kernel drops programs whose descriptors are closed.
 */
final class SwitchTimer implements AutoCloseable {
    private static final String OBJECT = "/probe/switches.bpf.o";
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");

    /** The type that DECLARE_TRACE leaves for each tracepoint that BPF programs may attach to (include/trace/bpf_probe.h). */
    private static final String TRACEPOINT_TYPE = "\0btf_trace_sched_exit_tp\0";

    /** Of {@code struct place} and {@code struct taken} of the program. */
    private static final int KEY_BYTES = 12;

    private static final int AT_TID = 4;
    private static final int AT_SLOT = 8;
    private static final int VALUE_BYTES = 32;
    private static final int AT_COUNT = 8;
    private static final int AT_COMM = 16;

    private static final int FIRST_KEY = 0;
    private static final int ENOENT = 2;

    /** Not to be freed as long as libbpf may read it. */
    private final Memory programs;

    private final Pointer object;
    private final long slotNanos;
    private final List<Pointer> links = new ArrayList<>();
    private boolean closed;

    private SwitchTimer(Memory programs, Pointer object, long slotNanos) {
        this.programs = programs;
        this.object = object;
        this.slotNanos = slotNanos;
    }

    /**
     * What was seen.
     *
     * @param rows one for each CPU, task and slot with a switch; none at all if some were lost, as their sums would be too small
     * @param gaps why there are none, one sentence
     */
    record Seen(List<ProbeRow> rows, List<String> gaps) {}

    /** Why switches cannot be timed where the probe can run, as one clause; empty if nothing speaks against it. */
    static Optional<String> lacking() {
        return lacking(TYPES, BpfLibrary.FILE);
    }

    static Optional<String> lacking(Path types, String library) {
        try {
            String all = Files.readString(types, StandardCharsets.ISO_8859_1);
            if (!all.contains(TRACEPOINT_TYPE)) {
                return Optional.of("the kernel has no tracepoint sched_exit_tp, which came with Linux 6.14");
            }
        } catch (IOException e) {
            return Optional.of("the kernel has no type information (" + TYPES + ")");
        }
        return lacking(library);
    }

    private static Optional<String> lacking(String library) {
        try {
            NativeLibrary.getInstance(library);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) { // JNA throws errors of its own beside those of linking
            return Optional.of(library + " is not installed; as root: apt-get install libbpf1");
        }
        try {
            BpfLibrary.libbpf_set_print(null);
            return Optional.empty();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            return Optional.of(library + " cannot be called: " + e.getMessage());
        }
    }

    /**
     * Starts to time, of every CPU.
     *
     * @param slotNanos length of the slots of time that switches are added up in
     * @throws ProbeException if it cannot; says why
     */
    static SwitchTimer start(long slotNanos) throws ProbeException {
        Memory programs = programs();
        Pointer object = BpfLibrary.bpf_object__open_mem(programs, programs.size(), null);
        if (object == null) {
            throw failed("could not be opened", Native.getLastError());
        }
        SwitchTimer timer = new SwitchTimer(programs, object, slotNanos);
        boolean attached = false;
        try {
            timer.load();
            timer.attach();
            attached = true;
            return timer;
        } finally {
            if (!attached) {
                timer.close();
            }
        }
    }

    private static Memory programs() {
        try (InputStream stream = SwitchTimer.class.getResourceAsStream(OBJECT)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its own file " + OBJECT);
            }
            byte[] bytes = stream.readAllBytes();
            Memory programs = new Memory(bytes.length);
            programs.write(0, bytes, 0, bytes.length);
            return programs;
        } catch (IOException e) {
            throw new IllegalStateException("the program's own file " + OBJECT + " cannot be read", e);
        }
    }

    private void load() throws ProbeException {
        Memory slot = new Memory(Long.BYTES);
        slot.setLong(0, slotNanos);
        int status = BpfLibrary.bpf_map__set_initial_value(map(".rodata"), slot, slot.size());
        if (status == 0) {
            status = BpfLibrary.bpf_object__load(object);
        }
        if (status != 0) {
            throw failed("could not be loaded", -status);
        }
    }

    private void attach() throws ProbeException {
        Pointer program = BpfLibrary.bpf_object__next_program(object, null);
        while (program != null) {
            Pointer link = BpfLibrary.bpf_program__attach(program);
            if (link == null) {
                int errno = Native.getLastError();
                throw failed("could not be attached to " + BpfLibrary.bpf_program__section_name(program), errno);
            }
            links.add(link);
            program = BpfLibrary.bpf_object__next_program(object, program);
        }
    }

    private static ProbeException failed(String what, int errno) {
        return new ProbeException("the BPF programs " + what + " (error " + errno + " of errno(3))", null);
    }

    private Pointer map(String name) {
        Pointer map = BpfLibrary.bpf_object__find_map_by_name(object, name);
        if (map == null) {
            throw new IllegalStateException("the program's own file " + OBJECT + " has no map " + name);
        }
        return map;
    }

    /** Ends the timing; what was seen stays. */
    void end() {
        links.forEach(BpfLibrary::bpf_link__destroy);
        links.clear();
    }

    /**
     * Ends it, if it still runs, and returns what it saw, in the order of time.
     *
     * @param originNanos zero of the frames' clock on {@link System#nanoTime()}
     * @throws IllegalStateException if it is closed
     */
    Seen seen(long originNanos) {
        if (closed) {
            throw new IllegalStateException("what was seen went when the timer was closed");
        }
        // from here on no entry changes, and none is seen twice or not at all
        end();
        try {
            long lost = lost();
            if (lost > 0) {
                throw new ProbeException(lost + " had no room in the table", null);
            }
            return new Seen(rows(originNanos), List.of());
        } catch (ProbeException e) {
            return new Seen(List.of(), List.of("what switches between tasks took is not told: " + e.getMessage()));
        }
    }

    private long lost() throws ProbeException {
        Memory only = new Memory(Integer.BYTES);
        only.setInt(0, FIRST_KEY);
        Memory lost = new Memory(Long.BYTES);
        read(BpfLibrary.bpf_map__fd(map("lost")), only, lost);
        return lost.getLong(0);
    }

    private List<ProbeRow> rows(long originNanos) throws ProbeException {
        int switches = BpfLibrary.bpf_map__fd(map("switches"));
        Memory key = new Memory(KEY_BYTES);
        Memory value = new Memory(VALUE_BYTES);
        List<ProbeRow> rows = new ArrayList<>();
        int status = BpfLibrary.bpf_map_get_next_key(switches, null, key);
        while (status == 0) {
            read(switches, key, value);
            rows.add(row(key, value, originNanos));
            status = BpfLibrary.bpf_map_get_next_key(switches, key, key);
        }
        if (status != -ENOENT) {
            throw failed("could not be read", -status);
        }
        rows.sort(Comparator.comparingLong(ProbeRow::startNanos)
                .thenComparingInt(ProbeRow::cpu)
                .thenComparing(row -> Objects.requireNonNull(row.tid())));
        return List.copyOf(rows);
    }

    private static void read(int map, Pointer key, Pointer value) throws ProbeException {
        int status = BpfLibrary.bpf_map_lookup_elem(map, key, value);
        if (status != 0) {
            throw failed("could not be read", -status);
        }
    }

    private ProbeRow row(Pointer key, Pointer value, long originNanos) {
        long start = Integer.toUnsignedLong(key.getInt(AT_SLOT)) * slotNanos - originNanos;
        return new ProbeRow(
                start,
                start + slotNanos,
                key.getInt(0),
                ProbeKind.TASK_SWITCH,
                value.getString(AT_COMM, StandardCharsets.UTF_8.name()),
                null,
                key.getInt(AT_TID),
                value.getLong(0),
                value.getLong(AT_COUNT));
    }

    /** Ends it, if it still runs; what it saw is dropped unless {@link #seen} was asked. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                end();
                BpfLibrary.bpf_object__close(object);
            } finally {
                Reference.reachabilityFence(programs);
            }
        }
    }
}
