package dev.pinbench.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProbeNeedsTest {

    private static final List<String> ALL = List.of("bpftrace", "chrt");

    @TempDir
    Path folder;

    private ProbeNeeds needs(String capabilities, List<String> installed) throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tx\nCapEff:\t" + capabilities + "\n");
        return new ProbeNeeds(folder, status, program -> installed.contains(program));
    }

    private void touch(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }

    @Test
    void eachThingThatLacksIsNamedWithItsMend() throws IOException {
        assertThat(needs("000001ffffffffff", ALL).lacking(true).orElseThrow()).contains("run as root");
        assertThat(needs("0000000000000000", ALL).lacking(false).orElseThrow()).contains("run as root");
        assertThat(needs("000001ffffffffff", List.of("chrt")).lacking(false).orElseThrow())
                .isEqualTo("bpftrace is not installed; as root: apt-get install bpftrace");
        assertThat(needs("000001ffffffffff", List.of("bpftrace")).lacking(false).orElseThrow())
                .isEqualTo("chrt is not installed; as root: apt-get install util-linux");
        assertThat(needs("000001ffffffffff", ALL).lacking(false).orElseThrow()).contains("CONFIG_DEBUG_INFO_BTF");
        touch("kernel/btf/vmlinux");
        assertThat(needs("000001ffffffffff", ALL).lacking(false)).isEmpty();
        Files.createDirectory(folder.resolve("ns"));
        Path link = Files.createSymbolicLink(folder.resolve("ns/pid"), Path.of("pid:[4026532000]"));
        assertThat(needs("000001ffffffffff", ALL).lacking(false).orElseThrow())
                .contains("a PID namespace (a container)");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("pid:[4026531836]"));
        assertThat(needs("000001ffffffffff", ALL).lacking(false)).isEmpty();
        touch("kernel/realtime");
        assertThat(needs("000001ffffffffff", ALL).lacking(false).orElseThrow()).contains("PREEMPT_RT");
    }

    @Test
    void tracepointsAreFoundWhereEitherFileSystemHasThem() throws IOException {
        assertThat(needs("0", ALL).tracepointsMounted()).isFalse();
        Files.createDirectories(folder.resolve("kernel/debug/tracing/events"));
        assertThat(needs("0", ALL).tracepointsMounted()).isTrue();
    }
}
