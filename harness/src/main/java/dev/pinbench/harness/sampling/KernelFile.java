package dev.pinbench.harness.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** A kernel file that stays open and is read again and again from offset 0. Knows nothing of what it says. */
final class KernelFile implements BareRead, Closeable {

    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

    private final String name;
    private final FileChannel channel;
    private final boolean record;

    private KernelFile(String name, FileChannel channel, boolean record) {
        this.name = name;
        this.channel = channel;
        this.record = record;
    }

    /** Opens the file; what goes wrong names it. */
    static KernelFile open(Path path) throws IOException {
        return open(path, false);
    }

    /**
     * Opens a file whose text the kernel makes in one piece (single_open in fs/seq_file.c), which spares the read that
     * would find its end: /proc/stat, /proc/softirqs, and stat and schedstat of a task.
     */
    static KernelFile openRecord(Path path) throws IOException {
        return open(path, true);
    }

    private static KernelFile open(Path path, boolean record) throws IOException {
        try {
            return new KernelFile(path.toString(), FileChannel.open(path, READ, NO_ATTRIBUTES), record);
        } catch (NoSuchFileException e) {
            throw noSuchFile(path, "no such file, or hidden from this user", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot open " + path + ": access denied", e);
        } catch (IOException e) {
            throw new IOException("cannot open " + describe(path.toString(), e), e);
        }
    }

    static NoSuchFileException noSuchFile(Path path, String reason, IOException cause) {
        NoSuchFileException exception = new NoSuchFileException(path.toString(), null, reason);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public String name() {
        return name;
    }

    /** Reads all of it into {@code text} and sets the cursor to its begin. */
    void read(KernelText text) throws IOException {
        text.load(this, channel, record);
    }

    /** Reads all of it in the same calls as {@link #read} and leaves it in {@code window}: what there is to beat. */
    @Override
    public int readBare(ByteBuffer window) throws IOException {
        int filled = 0;
        while (true) {
            window.clear().position(filled);
            int wanted = window.remaining();
            int got = channel.read(window, filled);
            if (got <= 0) {
                return filled;
            }
            filled += got;
            if (record && got < wanted) {
                return filled;
            }
        }
    }

    /** Reads as much as fits into {@code window}, from the begin and in one call. */
    int readBegin(ByteBuffer window) throws IOException {
        return channel.read(window, 0);
    }

    /** The complaint of {@code e} with the file's name before it, once. */
    static String describe(String name, IOException e) {
        String message = e.getMessage();
        if (message == null) {
            return name + ": " + e;
        }
        return message.startsWith(name) ? message : name + ": " + message;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
