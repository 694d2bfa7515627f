package dev.pinbench.harness.hostchange;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What has to be put back, on disk: a title with the version, the boot, then a line for each value with the file it belongs
 * into, in the order of writing. It and its folder are there only while something is changed.
 */
final class Journal {
    static final String TITLE = "pinbench host changes 1";
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path folder;
    private final Path file;

    Journal(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("host-changes");
    }

    /**
     * A value to write.
     *
     * @param value what the file held
     * @param into the file
     */
    record Entry(String value, Path into) {}

    Path folder() {
        return folder;
    }

    Path file() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Writes it anew, whole, and flushes it: what is not in it could not be put back. */
    void write(List<Entry> entries) throws IOException {
        StringBuilder text = new StringBuilder(TITLE + "\n" + boot() + "\n");
        for (Entry entry : entries) {
            String line = entry.value() + "\t" + entry.into();
            if (entry.value().contains("\t") || line.contains("\n")) {
                throw new HostChangeException(entry.into() + ": holds more than one value, which no journal line can");
            }
            text.append(line).append('\n');
        }
        Path temporary = file.resolveSibling("host-changes.tmp");
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * What it holds; nothing if it is from before the machine was started anew.
     *
     * @throws HostChangeException if it is no journal that this program knows
     */
    List<Entry> read() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        if (lines.size() < 2 || !lines.get(0).equals(TITLE)) {
            throw new HostChangeException(file + ": line 1: expected \"" + TITLE
                    + "\"; a newer Pinbench may have written it, and can put back what it holds");
        }
        if (!lines.get(1).equals(boot())) {
            return List.of();
        }
        return lines.stream()
                .skip(2)
                .flatMap(line -> {
                    int tab = line.indexOf('\t');
                    return tab < 0
                            ? Stream.empty()
                            : Stream.of(new Entry(line.substring(0, tab), Path.of(line.substring(tab + 1))));
                })
                .toList();
    }

    private static String boot() throws IOException {
        return Files.readString(BOOT).strip();
    }
}
