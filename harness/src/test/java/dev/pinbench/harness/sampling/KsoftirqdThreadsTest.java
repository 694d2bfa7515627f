package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KsoftirqdThreadsTest {

    private static final int KERNEL_THREAD = 69_238_848;
    private static final int ORDINARY = 4_194_304;

    private static void process(Path root, int pid, String comm, int flags) throws IOException {
        Path folder = Files.createDirectories(root.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (" + comm + ") S 2 0 0 0 -1 " + flags
                        + " 0 0 0 0 0 0 0 0 20 0 1 0 2 0 0 18 0 0 0 0 0 0 0 0 0 0 0" + " 0 17 0 0 0\n");
    }

    @Test
    void threadsOfTheKernelAreFoundByNameAndImpostorsAreNot(@TempDir Path root) throws Exception {
        process(root, 14, "ksoftirqd/0", KERNEL_THREAD);
        process(root, 22, "ksoftirqd/127", KERNEL_THREAD);
        process(root, 23, "migration/1", KERNEL_THREAD);
        process(root, 900, "ksoftirqd/1", ORDINARY);
        Files.createDirectories(root.resolve("901"));
        Files.createDirectories(root.resolve("irq"));

        assertThat(KsoftirqdThreads.discover(root).tidByCpu())
                .hasSize(2)
                .containsEntry(0, 14)
                .containsEntry(127, 22);
    }

    @Test
    void whereNoneIsVisibleTheMapIsEmpty(@TempDir Path root) throws Exception {
        assertThat(KsoftirqdThreads.discover(root).tidByCpu()).isEmpty();
    }
}
