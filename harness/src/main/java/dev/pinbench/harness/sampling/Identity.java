package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to be the same at the end of a trial as at its begin for increases to mean anything: the boot of the machine
 * (/proc/sys/kernel/random/boot_id) and the index of every interface (/sys/class/net/&lt;name&gt;/ifindex, seen through
 * the namespace's anchor), which a new interface of an old name does not inherit. Read at both ends only: in between,
 * counters that fall tell of it.
 */
final class Identity {

    private final Workbench bench;
    private final Map<String, NamespaceSource> namespaces = new TreeMap<>();
    private final Map<String, Map<String, String>> before = new TreeMap<>();
    private final Path bootFile;
    private final String boot;

    /** Reads what it is now. */
    Identity(Workbench bench, Iterable<NamespaceSource> sources) {
        this.bench = bench;
        bootFile = bench.procRoot().resolve("sys/kernel/random/boot_id");
        boot = boot();
        for (NamespaceSource source : sources) {
            namespaces.put(source.name(), source);
            before.put(source.name(), indexes(source));
        }
    }

    /** Compares with what it is now; what differs becomes a gap. */
    void compare(int frame) {
        String bootNow = boot();
        if (!boot.equals(bootNow)) {
            gap(
                    frame,
                    "boot",
                    bootFile + ": was " + boot + ", is " + bootNow + ": no increase of this trial can be told");
        }
        for (NamespaceSource source : namespaces.values()) {
            Map<String, String> now = indexes(source);
            before.getOrDefault(source.name(), Map.of()).forEach((name, index) -> {
                String indexNow = now.get(name);
                if (indexNow != null && !indexNow.equals(index)) {
                    gap(
                            frame,
                            "ifindex " + source.name() + " " + name,
                            "namespace " + source.name() + ": interface " + name
                                    + " was made anew since the begin (index " + index + ", now " + indexNow
                                    + "): its increases are not of one interface");
                }
            });
        }
    }

    private String boot() {
        try {
            return Files.readString(bootFile).strip();
        } catch (IOException e) {
            gap(0, "boot", bootFile + ": cannot be read, so that a restart would go unseen: " + e.getMessage());
            return "";
        }
    }

    private Map<String, String> indexes(NamespaceSource source) {
        Map<String, String> indexes = new TreeMap<>();
        Path folder = bench.procRoot().resolve(source.anchorPid() + "/root/sys/class/net");
        try (var interfaces = Files.newDirectoryStream(folder)) {
            for (Path each : interfaces) {
                readIndex(each, indexes);
            }
        } catch (IOException e) {
            gap(
                    0,
                    "ifindex " + source.name(),
                    "namespace " + source.name() + ": " + folder
                            + ": cannot be listed, so that an interface made anew shows only where a counter falls");
        }
        return indexes;
    }

    private static void readIndex(Path folder, Map<String, String> indexes) throws IOException {
        try {
            if (Files.isDirectory(folder)) { // not so bonding_masters
                indexes.put(
                        folder.getFileName().toString(),
                        Files.readString(folder.resolve("ifindex")).strip());
            }
        } catch (NoSuchFileException e) {
            return; // went away while the folder was listed: the frames tell
        }
    }

    private void gap(int frame, String kind, String sentence) {
        bench.gaps().add(frame, kind, sentence);
    }
}
