package dev.pinbench.harness.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Text of files that the kernel makes while they are read, and gives a length of 0.
 *
 * <p>A number in {@code /proc/sys} is there for the first read only ({@code do_proc_dointvec} in kernel/sysctl.c). The methods
 * of {@code java.nio.file.Files} first ask for as many bytes as a file is long, then for a single one: of 32768 they give 3.
 */
public final class ProcText {
    private static final int PAGE_BYTES = 4096;

    private ProcText() {}

    /** All of a file, without the white space around it. */
    public static String read(Path file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(PAGE_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(PAGE_BYTES);
            while (channel.read(buffer) >= 0) {
                text.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
        return text.toString(StandardCharsets.UTF_8).strip();
    }
}
