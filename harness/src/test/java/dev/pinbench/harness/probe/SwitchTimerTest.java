package dev.pinbench.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The timer on the running kernel where that lets it, and what it says where it does not. */
final class SwitchTimerTest {

    private static final long SLOT_NANOS = 50_000_000;
    private static final int BYTES = 2000;

    /** Whoever changes the source and not the object sees it here; the source says how to make the object. */
    @Test
    void theObjectWasMadeFromTheSourceBesideIt() throws Exception {
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(resource("/probe/switches.bpf.c")));

        assertThat(new String(resource("/probe/switches.bpf.o"), StandardCharsets.ISO_8859_1))
                .contains(hash)
                .contains("raw_tp/sched_switch", "raw_tp/sched_exit_tp");
    }

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = SwitchTimerTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void aKernelWithoutTheTracepointAndAMissingLibraryAreNamed(@TempDir Path folder) throws Exception {
        Path types = folder.resolve("vmlinux");
        assertThat(SwitchTimer.lacking(types, BpfLibrary.FILE))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no type information"));

        Files.writeString(types, "\0btf_trace_sched_switch\0btf_trace_sched_exit_tp2\0");
        assertThat(SwitchTimer.lacking(types, BpfLibrary.FILE))
                .contains("the kernel has no tracepoint sched_exit_tp, which came with Linux 6.14");

        Files.writeString(types, "\0btf_trace_sched_switch\0btf_trace_sched_exit_tp\0");
        assertThat(SwitchTimer.lacking(types, "libthatnobodyhas.so.1"))
                .contains("libthatnobodyhas.so.1 is not installed; as root: apt-get install libbpf1");
        assertThat(SwitchTimer.lacking(types, "libc.so.6"))
                .as("found, and then it is libbpf that is called")
                .isEqualTo(
                        SwitchTimer.lacking(types, BpfLibrary.FILE).map(r -> r.replace(BpfLibrary.FILE, "libc.so.6")));
    }

    private static Optional<String> lacking() {
        return BpfProbe.lacking(false).or(SwitchTimer::lacking);
    }

    /** Two processes that pass a byte to and fro on one CPU: either is switched to once for each byte. */
    @Test
    void everySwitchIsTimedAndNoneTwice() throws Exception {
        if (lacking().isPresent()) {
            assertThat(lacking().get()).containsAnyOf("run as root", "a PID namespace", "Linux 6.14", "libbpf1");
            return;
        }
        long origin = System.nanoTime();
        SwitchTimer.Seen seen;
        long end;
        Integer tid;
        try (SwitchTimer timer = SwitchTimer.start(SLOT_NANOS)) {
            Process relay = new ProcessBuilder("taskset", "-c", "0", "cat").start();
            tid = Math.toIntExact(relay.pid());
            byte[] letter = {'x'};
            for (int i = 0; i < BYTES; i++) {
                relay.getOutputStream().write(letter);
                relay.getOutputStream().flush();
                assertThat(relay.getInputStream().read()).isEqualTo('x');
            }
            relay.getOutputStream().close();
            assertThat(relay.waitFor(10, TimeUnit.SECONDS)).isTrue();
            seen = timer.seen(origin);
            end = System.nanoTime() - origin;
        }

        assertThat(seen.gaps()).isEmpty();
        List<ProbeRow> rows = seen.rows().stream()
                .filter(row -> tid.equals(row.tid()) && row.cpu() == 0)
                .toList();
        assertThat(seen.rows()).allSatisfy(row -> {
            assertThat(row.kind()).isEqualTo(ProbeKind.TASK_SWITCH);
            assertThat(row.endNanos() - row.startNanos()).isEqualTo(SLOT_NANOS);
            assertThat(row.startNanos()).isBetween(-SLOT_NANOS, end);
        });
        assertThat(rows).extracting(ProbeRow::name).containsAnyOf("taskset", "cat");
        long switches = rows.stream()
                .mapToLong(row -> Objects.requireNonNull(row.count()))
                .sum();
        // it waits for nearly every byte; beyond that it starts, and others may take the CPU from it
        assertThat(switches).isBetween(BYTES / 2L, BYTES * 3 / 2L);
        long nanos = rows.stream().mapToLong(ProbeRow::nanos).sum();
        assertThat(nanos).as("part of the time that passed").isPositive().isLessThan(end);
        assertThat(seen.rows().stream().filter(row -> row.cpu() == 0))
                .as("the idle task, or this one, between")
                .anyMatch(row -> !tid.equals(row.tid()));
    }

    @Test
    void closedBeforeItIsStoppedItLeavesNothingAndMayBeClosedAgain() throws Exception {
        if (lacking().isPresent()) {
            assertThat(programs()).isZero();
            return;
        }
        SwitchTimer timer = SwitchTimer.start(SLOT_NANOS);
        assertThat(programs()).isEqualTo(4);

        timer.close();
        timer.close();

        assertThat(programs()).isZero();
        assertThatThrownBy(() -> timer.seen(0)).isInstanceOf(IllegalStateException.class);
    }

    /** Descriptors of this process that are attached to raw tracepoints. */
    private static long programs() throws Exception {
        try (var descriptors = Files.list(Path.of("/proc/self/fdinfo"))) {
            return descriptors.filter(SwitchTimerTest::isLink).count();
        }
    }

    private static boolean isLink(Path descriptor) {
        try {
            String info = Files.readString(descriptor);
            return info.contains("raw_tracepoint") && info.contains("link_type");
        } catch (IOException gone) {
            return false;
        }
    }
}
