package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KernelProfileFilesTest {

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        KernelProfile profile = new KernelProfile(
                List.of(
                        new KernelProfile.Row(1, KernelClass.TCP_IP, "tcp_ack", 7),
                        new KernelProfile.Row(1, KernelClass.OTHER, "odd,\"name\"", 2)),
                new TreeMap<>(Map.of("a b;(user);tcp_ack", 7L, "x;odd,\"name\"", 2L)));
        Map<String, byte[]> files = profile.files();
        assertThat(files).containsOnlyKeys("kernel-profile.csv.gz", "stacks.folded.gz");
        assertThat(KernelProfileFiles.readTable(Objects.requireNonNull(files.get("kernel-profile.csv.gz"))))
                .isEqualTo(profile.rows());
        assertThat(KernelProfileFiles.readFolded(Objects.requireNonNull(files.get("stacks.folded.gz"))))
                .isEqualTo(profile.stacks());
        assertThat(profile.samples()).isEqualTo(9);
        assertThat(profile.samplesByClass())
                .containsExactlyInAnyOrderEntriesOf(Map.of(KernelClass.TCP_IP, 7L, KernelClass.OTHER, 2L));
    }

    @Test
    void aCountThatIsNoneIsRefusedWithItsLine() throws IOException {
        byte[] table = KernelProfileFiles.table(List.of(new KernelProfile.Row(0, KernelClass.VETH, "veth_xmit", 0)));
        assertThatThrownBy(() -> KernelProfileFiles.readTable(table))
                .isInstanceOf(IOException.class)
                .hasMessage("line 2: a count of 0; expected at least 1");
        byte[] folded = KernelProfileFiles.folded(new TreeMap<>(Map.of("", 3L)));
        assertThatThrownBy(() -> KernelProfileFiles.readFolded(folded))
                .isInstanceOf(IOException.class)
                .hasMessage("line 1: expected a stack, a blank and a count");
    }
}
