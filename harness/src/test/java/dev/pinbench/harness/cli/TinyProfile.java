package dev.pinbench.harness.cli;

import dev.pinbench.harness.host.CpuList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The smallest profile that measures: one combination, one second, on the first and the last core of this machine. */
final class TinyProfile {
    static final int CLIENT_CORE = online().get(0);
    static final int SERVER_CORE = online().get(online().size() - 1);

    private TinyProfile() {}

    private static List<Integer> online() {
        try {
            return CpuList.parse(
                    Files.readString(Path.of("/sys/devices/system/cpu/online")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path in(Path folder) throws IOException {
        return Files.writeString(folder.resolve("tiny.yaml"), """
                name: tiny
                about: Does the command line hold?
                vary:
                  path: pod-to-native
                  datapath: bridge
                  client-core: %d
                  server-core: %d
                traffic: {duration: 1s}
                blocks: 1
                """.formatted(CLIENT_CORE, SERVER_CORE));
    }
}
