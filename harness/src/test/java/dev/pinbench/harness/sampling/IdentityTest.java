package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not the same at the end of a trial as at its begin is told. */
final class IdentityTest {

    private DoctoredProc proc;

    @BeforeEach
    void make(@TempDir Path root) throws IOException {
        proc = new DoctoredProc(root);
    }

    private interface Change {
        void make() throws IOException;
    }

    private List<String> gapsAfter(Change change) throws IOException {
        try (FrameReader reader = FrameReader.open(proc.config())) {
            reader.take();
            reader.take();
            change.make();
            reader.finish();
            return reader.result(0).gaps().stream()
                    .filter(gap -> gap.contains("boot_id") || gap.contains("interface"))
                    .toList();
        }
    }

    @Test
    void whatStaysTheSameIsNoGap() throws IOException {
        assertThat(gapsAfter(() -> proc.interfaceIndex("eth1", 9))).isEmpty();
    }

    @Test
    void anotherBootIsAGap() throws IOException {
        assertThat(gapsAfter(() -> proc.write(DoctoredProc.BOOT_ID, "another\n")))
                .singleElement()
                .asString()
                .startsWith("frame 1: ")
                .contains("boot_id: was 7b1c2a4e-0000-4000-8000-000000000001, is another");
    }

    @Test
    void anInterfaceMadeAnewUnderItsOldNameIsAGapThoughItsCountersDoNotFall() throws IOException {
        assertThat(gapsAfter(() -> proc.interfaceIndex("eth0", 8)))
                .singleElement()
                .asString()
                .contains("namespace pod-a: interface eth0 was made anew since the begin (index 3, now 8)");
    }

    @Test
    void anInterfaceWhoseIndexCannotBeReadAtAllIsAGap() throws IOException {
        Files.delete(proc.root().resolve("50/root/sys/class/net/eth0/ifindex"));
        Files.delete(proc.root().resolve("50/root/sys/class/net/eth0"));
        Files.delete(proc.root().resolve("50/root/sys/class/net"));

        assertThat(gapsAfter(() -> {})).singleElement().asString().contains("cannot be listed");
    }
}
