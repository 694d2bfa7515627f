package dev.pinbench.harness.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file for what is captured at one hop. One that is not to be kept loses its name as soon as tcpdump listens (AppArmor
 * refuses it a file without one at its start): the kernel then frees it when both programs have ended, however they do.
 *
 * <p>All names end in {@code .pcap}: AppArmor lets tcpdump write to no others (Ubuntu's profile).
 */
final class CaptureFile implements AutoCloseable {
    private static final String SUFFIX = ".pcap";

    /** What tcpdump writes before the first packet (struct pcap_file_header). */
    private static final int FILE_HEADER_BYTES = 24;

    private final Path path;
    private final boolean kept;
    private final InputStream reader;

    private CaptureFile(Path path, boolean kept) throws IOException {
        this.path = path;
        this.kept = kept;
        this.reader = Files.newInputStream(path);
    }

    static CaptureFile temporary(Path folder) throws IOException {
        return new CaptureFile(Files.createTempFile(folder, "pinbench-", SUFFIX), false);
    }

    /** Names are foreign: whatever could lead out of the folder, or be awkward to type, becomes a low line. */
    static CaptureFile kept(Path folder, String name) throws IOException {
        Path path = folder.resolve(name.replaceAll("[^A-Za-z0-9.-]", "_") + SUFFIX);
        return new CaptureFile(Files.createFile(path), true);
    }

    Path path() {
        return path;
    }

    /** Where it stays; {@code null} if it does not. */
    @Nullable
    Path keptAt() {
        return kept ? path : null;
    }

    /** Its bytes; they can be read once. */
    InputStream reader() {
        return reader;
    }

    /** Takes the name from one that is not kept; who has it open does not mind. */
    void hide() throws IOException {
        if (!kept) {
            Files.deleteIfExists(path);
        }
    }

    /** Takes away one that was to be kept, if no packet has come into it. */
    void discardIfEmpty() {
        try {
            if (kept && Files.size(path) <= FILE_HEADER_BYTES) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // It stays, as those with packets do.
            return;
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
            hide();
        } catch (IOException e) {
            // Nothing more can be done about it.
            return;
        }
    }
}
