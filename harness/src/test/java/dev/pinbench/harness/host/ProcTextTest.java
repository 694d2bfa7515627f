package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTextTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/sys/kernel/pid_max",
                "/proc/sys/fs/file-max",
                "/proc/sys/kernel/osrelease",
                "/proc/sys/net/ipv4/ip_local_port_range",
                "/proc/self/limits"
            })
    void aFileOfTheKernelIsReadWhole(String file) throws Exception {
        Process cat = new ProcessBuilder("cat", file).start();
        String whole = new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(whole).hasSizeGreaterThan(1);

        // The limits are this process's own; cat inherits them.
        assertThat(ProcText.read(Path.of(file))).isEqualTo(whole);
    }

    @Test
    void aLongFileIsReadWhole() throws Exception {
        Path file = Files.writeString(folder.resolve("long"), "0123456789".repeat(5000) + "\n");

        assertThat(ProcText.read(file)).isEqualTo("0123456789".repeat(5000));
        assertThat(ProcText.read(Files.createFile(folder.resolve("empty")))).isEmpty();
        assertThatThrownBy(() -> ProcText.read(folder.resolve("absent"))).isInstanceOf(NoSuchFileException.class);
    }
}
