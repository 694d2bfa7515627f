package dev.pinbench.analysis.results;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Holds a run directory for one writer. The kernel lets go of the lock when the program ends in any way; the empty file
 * {@code .lock} that may then be left says nothing.
 */
public final class RunLock implements Closeable {
    private static final String NAME = ".lock";

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws RunDirectoryException if another program is measuring into this run
     * @throws IOException if the lock's file cannot be made
     */
    @SuppressWarnings("MustBeClosedChecker") // on success the lock owns the channel
    public static RunLock take(RunDirectory directory) throws IOException {
        Path file = directory.path().resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new RunDirectoryException(
                    "another pinbench is measuring into " + directory.path() + "; wait for it, or stop it first");
        }
        return new RunLock(file, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProgram) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
