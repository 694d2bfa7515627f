package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.HostFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** The endpoint map and the metrics map that Cilium's agent pins in the BPF file system. */
final class CiliumMaps {
    private static final String GLOBALS = "sys/fs/bpf/tc/globals";

    private CiliumMaps() {}

    /** Their files; none where there is no agent or the file system may not be read. */
    static List<String> find(HostFiles files) {
        TreeSet<String> found = new TreeSet<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(files.path(GLOBALS), "cilium_{lxc,metrics}{,_v[0-9]}")) {
            entries.forEach(entry -> found.add("/" + GLOBALS + "/" + entry.getFileName()));
        } catch (IOException | DirectoryIteratorException none) {
            return List.of();
        }
        return List.copyOf(found);
    }
}
