package dev.pinbench.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProbeNeedsTest {

    @TempDir
    Path folder;

    private ProbeNeeds needs(String capabilities, boolean bpftrace) throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "Name:\tx\nCapEff:\t" + capabilities + "\n");
        return new ProbeNeeds(folder, status, program -> bpftrace && program.equals("bpftrace"));
    }

    private void touch(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "");
    }

    @Test
    void eachThingThatLacksIsNamedWithItsMend() throws IOException {
        assertThat(needs("000001ffffffffff", true).lacking(true).orElseThrow()).contains("run as root");
        assertThat(needs("0000000000000000", true).lacking(false).orElseThrow()).contains("run as root");
        assertThat(needs("000001ffffffffff", false).lacking(false).orElseThrow())
                .isEqualTo("bpftrace is not installed; as root: apt-get install bpftrace");
        assertThat(needs("000001ffffffffff", true).lacking(false).orElseThrow()).contains("CONFIG_DEBUG_INFO_BTF");
        touch("kernel/btf/vmlinux");
        assertThat(needs("000001ffffffffff", true).lacking(false)).isEmpty();
        touch("kernel/realtime");
        assertThat(needs("000001ffffffffff", true).lacking(false).orElseThrow()).contains("PREEMPT_RT");
    }

    @Test
    void tracepointsAreFoundWhereEitherFileSystemHasThem() throws IOException {
        assertThat(needs("0", true).tracepointsMounted()).isFalse();
        Files.createDirectories(folder.resolve("kernel/debug/tracing/events"));
        assertThat(needs("0", true).tracepointsMounted()).isTrue();
    }
}
