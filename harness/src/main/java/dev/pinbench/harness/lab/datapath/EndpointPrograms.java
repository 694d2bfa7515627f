package dev.pinbench.harness.lab.datapath;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The compiled eBPF programs; their source is beside the resource. */
final class EndpointPrograms {
    private static final String RESOURCE = "/datapath/endpoints.bpf.o";

    private EndpointPrograms() {}

    /** Writes them to a file, over what is there. */
    static void writeTo(Path file) throws IOException {
        try (InputStream in = EndpointPrograms.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is missing in this build");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
