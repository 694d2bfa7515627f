package dev.pinbench.harness.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a person reads of an error of the file system. */
final class ErrorText {
    /** Less than any trial needs. */
    private static final long HARDLY_ANY_BYTES = 64 << 10;

    private ErrorText() {}

    static String of(IOException e) {
        if (!(e instanceof FileSystemException file)) {
            return String.valueOf(e.getMessage());
        }
        String reason = file.getReason();
        if (reason == null) {
            reason = e instanceof AccessDeniedException
                    ? "permission denied"
                    : e.getClass().getSimpleName();
        }
        return file.getFile() + ": " + reason;
    }

    /**
     * As {@link #of(IOException)}, for an error while {@code run} was written. That the disk is full is said in words:
     * the kernel's own come without a file and in the language of the locale.
     */
    static String of(IOException e, Path run) {
        String text = of(e);
        boolean full = text.contains("No space left") || text.contains("quota exceeded") || isFull(run);
        return full ? "no space left on the disk for " + run : text;
    }

    private static boolean isFull(Path run) {
        try {
            return Files.getFileStore(run).getUsableSpace() < HARDLY_ANY_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }
}
