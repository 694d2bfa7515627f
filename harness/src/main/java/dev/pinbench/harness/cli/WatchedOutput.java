package dev.pinbench.harness.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps in mind why it could not be written to: the writers above it only tell that something went wrong. */
final class WatchedOutput extends FilterOutputStream {
    private @Nullable IOException failure;

    WatchedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            remember(e);
            throw e;
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    private void remember(IOException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /**
     * Why the reader lacks something; {@code null} if it has all, or went away because it wanted no more (EPIPE, in the words
     * of the C locale that the launcher sets).
     */
    @Nullable
    String complaint() {
        String reason = failure == null ? null : String.valueOf(failure.getMessage());
        return "Broken pipe".equals(reason) ? null : reason;
    }
}
