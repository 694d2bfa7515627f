package dev.pinbench.harness.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Free room in a folder.
 *
 * @param folder the folder, or, where it does not exist yet, the nearest one above it that does
 * @param usableBytes what an ordinary user may still write; {@code null} if the file system does not tell
 */
record DiskSpace(Path folder, @Nullable Long usableBytes) {

    static DiskSpace of(Path wanted) {
        Path folder = wanted.toAbsolutePath().normalize();
        Path parent = folder.getParent();
        while (parent != null && !Files.isDirectory(folder)) {
            folder = parent;
            parent = folder.getParent();
        }
        try {
            FileStore store = Files.getFileStore(folder);
            return new DiskSpace(folder, store.getUsableSpace());
        } catch (IOException e) {
            return new DiskSpace(folder, null);
        }
    }
}
