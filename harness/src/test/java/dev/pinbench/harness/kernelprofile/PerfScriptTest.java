package dev.pinbench.harness.kernelprofile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.results.KernelClass;
import dev.pinbench.analysis.results.KernelProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** On what perf 6.1 printed of iperf3 across a bridge with offloads off, beside a task with a hostile name. */
class PerfScriptTest {
    private final List<Sample> samples = new ArrayList<>();
    private final PerfScript script = new PerfScript(samples::add);

    private static List<String> captured() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PerfScriptTest.class.getResourceAsStream("/kernel/perf-script/bridge-6.18.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private void read(String text) {
        text.lines().forEach(script::line);
        script.end();
    }

    @Test
    void everySampleOfACaptureIsCountedOnce() throws IOException {
        captured().forEach(script::line);
        script.end();
        assertThat(samples).hasSize(90);
        assertThat(script.damagedLines()).isZero();
        assertThat(script.event()).isEqualTo("cpu-clock");
        assertThat(samples).extracting(Sample::core).containsOnly(0, 1);
        assertThat(samples.get(0).nanos()).isGreaterThan(4_473_000_000_000L);
        SampleCounts counts = new SampleCounts(KernelSymbols.builtIn());
        samples.forEach(counts::add);
        KernelProfile profile = counts.profile();
        assertThat(profile.samples()).isEqualTo(90);
        assertThat(profile.stacks().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(90);
        assertThat(profile.samplesByClass())
                .containsKeys(
                        KernelClass.BRIDGE,
                        KernelClass.NETFILTER,
                        KernelClass.VETH,
                        KernelClass.TCP_IP,
                        KernelClass.SKB,
                        KernelClass.IDLE,
                        KernelClass.USER);
        assertThat(profile.stacks().keySet())
                .anySatisfy(stack -> assertThat(stack).startsWith("x:<b>\\\\n\\tff (y);(user)"))
                .anySatisfy(
                        stack -> assertThat(stack).startsWith("ksoftirqd/0;ret_from_fork_asm;ret_from_fork;kthread;"))
                .allSatisfy(stack -> assertThat(stack).doesNotContain("\n", "\t"));
    }

    @Test
    void aNameWithLineBreaksNeitherForgesNorSpoilsASample() {
        read("""
                a 1 [0] 1.1: x:
                \tffffffff81000000 forged
                 12 [001]     7.000000001: cycles:P:\s
                \tffffffff821ecc26 tcp_ack+x y
                \t           d54f7 write

                a) [000] 1.5: b 13 [000] 8.000000000: cycles:P:\s
                """);
        assertThat(samples)
                .containsExactly(
                        new Sample("", 12, 1, 7_000_000_001L, List.of("tcp_ack+x y"), true),
                        new Sample("a) [000] 1.5: b", 13, 0, 8_000_000_000L, List.of(), false));
        assertThat(script.damagedLines()).isEqualTo(2);
        assertThat(script.event()).isEqualTo("cycles:P");
    }

    @Test
    void nothingBehindTheFirstUserAddressIsTheKernels() {
        read("""
                t 1 [000] 1.000000000: cycles:\s
                \tffffffff81000001 vfs_write
                \t    7f77a8c5b000 [unknown]
                \tffffffff81000002 [unknown]
                """);
        assertThat(samples).containsExactly(new Sample("t", 1, 0, 1_000_000_000L, List.of("vfs_write"), true));
    }

    @Test
    void lostSamplesAreAddedUp() {
        read("""
                t 1 [000] 1.000000000: PERF_RECORD_LOST lost 40
                t 1 [000] 2.000000000: PERF_RECORD_LOST_SAMPLES lost 2
                """);
        assertThat(script.lost()).isEqualTo(42);
        assertThat(samples).isEmpty();
    }
}
