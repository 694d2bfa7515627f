package dev.pinbench.harness.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningSocketTest {

    private static final Path PROC = Path.of("/proc");

    @TempDir
    private Path folder;

    private static List<String> captured(String name) {
        try (InputStream in = ListeningSocketTest.class.getResourceAsStream("/proc-net/" + name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aListenerIsFoundByItsPortAmongConnectionsOnTheSamePort() {
        assertThat(ListeningSocket.listeners(captured("tcp6"), 5201)).containsExactly("298378");
    }

    @Test
    void aConnectionIsNoListener() {
        assertThat(captured("tcp")).hasSizeGreaterThan(3);
        assertThat(ListeningSocket.listeners(captured("tcp"), 5201)).isEmpty();
        assertThat(ListeningSocket.listeners(captured("tcp"), 0xD7DC)).isEmpty();
    }

    @Test
    void anotherPortIsAnotherListener() {
        assertThat(ListeningSocket.listeners(captured("tcp6"), 5202)).isEmpty();
        assertThat(ListeningSocket.listeners(List.of(), 5201)).isEmpty();
        assertThat(ListeningSocket.listeners(captured("tcp6").subList(0, 1), 5201))
                .isEmpty();
    }

    @Test
    void anOwnListenerIsSeenUntilItIsClosed() throws IOException {
        long self = ProcessHandle.current().pid();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();

            assertThat(ListeningSocket.isOpen(PROC, self, port)).isTrue();
        }
        assertThat(ListeningSocket.isOpen(PROC, self, port)).isFalse();
    }

    @Test
    void aListenerOfSomebodyElseDoesNotCount() throws IOException, InterruptedException {
        Process other = new ProcessBuilder("cat").start();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isAlive()).isTrue();
            assertThat(ListeningSocket.isOpen(PROC, other.pid(), socket.getLocalPort()))
                    .isFalse();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsGoneListensNowhere() throws IOException {
        Path process = Files.createDirectories(folder.resolve("77/net"));
        Files.write(process.resolve("tcp6"), captured("tcp6"));

        assertThat(ListeningSocket.isOpen(folder, 77, 5201)).isFalse();
        assertThat(ListeningSocket.isOpen(folder, 78, 5201)).isFalse();
    }

    @Test
    void theListenerOfTheTableMustBeAmongTheDescriptors() throws IOException {
        Path process = folder.resolve("77");
        Files.createDirectories(process.resolve("net"));
        Files.createDirectories(process.resolve("fd"));
        Files.write(process.resolve("net/tcp6"), captured("tcp6"));
        Files.createSymbolicLink(process.resolve("fd/3"), Path.of("socket:[29837]"));
        Files.createSymbolicLink(process.resolve("fd/4"), Path.of("pipe:[298378]"));
        assertThat(ListeningSocket.isOpen(folder, 77, 5201)).isFalse();

        Files.createSymbolicLink(process.resolve("fd/5"), Path.of("socket:[298378]"));
        assertThat(ListeningSocket.isOpen(folder, 77, 5201)).isTrue();
    }
}
