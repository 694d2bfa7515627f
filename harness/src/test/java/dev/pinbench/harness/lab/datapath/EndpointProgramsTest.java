package dev.pinbench.harness.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.LabModes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointProgramsTest {

    @TempDir
    Path folder;

    /** Whoever changes the source and not the object sees it here; the source says how to make the object. */
    @Test
    void theObjectWasMadeFromTheSourceBesideIt() throws Exception {
        byte[] source;
        try (InputStream in = EndpointProgramsTest.class.getResourceAsStream("/datapath/endpoints.bpf.c")) {
            source = Objects.requireNonNull(in).readAllBytes();
        }
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
        Path file = Files.createFile(folder.resolve("object"));

        EndpointPrograms.writeTo(file);

        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains(hash)
                .contains("from_pod", "from_wire", "endpoints", "remotes");
    }

    @Test
    void withoutPrivilegesNoProgramCanBeLoadedAndItSaysSo() throws Exception {
        Datapath datapath = Datapaths.named("ebpf");

        assertThat(datapath.lacking(true))
                .first()
                .isEqualTo(new Lack("loading eBPF programs needs root", "run again with sudo"));
        if (LabModes.isRoot()) {
            assertThat(datapath.lacking(false)).noneMatch(lack -> lack.what().contains("needs root"));
        }
    }
}
