package dev.pinbench.harness.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that a sampler holds open, closed together and in reverse. */
final class Resources implements Closeable {

    private final Deque<Closeable> open = new ArrayDeque<>();

    KernelFile open(Path path) throws IOException {
        KernelFile file = KernelFile.open(path);
        open.push(file);
        return file;
    }

    /** As {@link KernelFile#openRecord}. */
    KernelFile openRecord(Path path) throws IOException {
        KernelFile file = KernelFile.openRecord(path);
        open.push(file);
        return file;
    }

    void add(Closeable closeable) {
        open.push(closeable);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
