package dev.pinbench.harness.capture;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads a capture file in the classic format of libpcap (pcap-savefile(5)), which tcpdump writes: a header of 24 bytes, then
 * for each frame 16 bytes and its own. In the byte order of whoever wrote it; with times in µs or ns, which are not looked at.
 */
final class PcapReader {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int MAGIC_PCAPNG = 0x0a0d0d0a;
    private static final int MAJOR_VERSION = 2;
    /** Higher bits tell of a frame check sequence. */
    private static final int LINK_TYPE_MASK = 0xffff;
    /** Four times what tcpdump keeps of a packet. */
    private static final int MOST_FRAME_BYTES = 1 << 20;

    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final InputStream stream;
    private final byte[] buffer = new byte[2 * MOST_FRAME_BYTES];
    private int position;
    private int filled;

    private PcapReader(String name, InputStream stream) {
        this.name = name;
        this.stream = stream;
    }

    /**
     * Hands on each frame in the order of the file.
     *
     * @param name of the file, for messages
     * @return whether the file is whole: {@code false} if it ends within a frame
     * @throws CaptureException if it is no such file
     */
    static boolean read(String name, InputStream stream, Consumer<Frame> sink) throws IOException {
        return new PcapReader(name, stream).read(sink);
    }

    private boolean read(Consumer<Frame> sink) throws IOException {
        if (!has(FILE_HEADER_BYTES)) {
            throw new CaptureException(
                    name + ": ends after " + filled + " bytes; expected the header of a capture file");
        }
        VarHandle order = order();
        int versions = word(order, 4);
        int major = order.equals(BIG) ? versions >>> Short.SIZE : versions & 0xffff;
        if (major != MAJOR_VERSION) {
            throw new CaptureException(name + ": capture files of version 2 are read, this one is of version " + major);
        }
        int number = word(order, 20) & LINK_TYPE_MASK;
        LinkType link = LinkType.of(number)
                .orElseThrow(() -> new CaptureException(
                        name + ": frames of link type " + number + "; expected Ethernet (1) or raw IP (101)"));
        position += FILE_HEADER_BYTES;
        for (long frame = 1; has(FRAME_HEADER_BYTES); frame++) {
            int captured = word(order, 8);
            int original = word(order, 12);
            if (captured < 0 || captured > MOST_FRAME_BYTES || original < captured) {
                throw new CaptureException(name + ": frame " + frame + ": " + Integer.toUnsignedString(captured)
                        + " bytes captured of " + Integer.toUnsignedString(original)
                        + "; expected at most " + MOST_FRAME_BYTES + ", and no more than there were");
            }
            if (!has(FRAME_HEADER_BYTES + captured)) {
                return false;
            }
            sink.accept(new Frame(link, buffer, position + FRAME_HEADER_BYTES, captured, original));
            position += FRAME_HEADER_BYTES + captured;
        }
        return position == filled;
    }

    private VarHandle order() throws CaptureException {
        for (VarHandle order : new VarHandle[] {LITTLE, BIG}) {
            int magic = word(order, 0);
            if (magic == MAGIC_MICROSECONDS || magic == MAGIC_NANOSECONDS) {
                return order;
            }
        }
        int magic = word(BIG, 0);
        throw new CaptureException(String.format(
                Locale.ROOT,
                "%s: begins with %08x%s; expected a capture file in the classic format of libpcap (a1b2c3d4 or a1b23c4d)",
                name,
                magic,
                magic == MAGIC_PCAPNG ? ", as pcapng does" : ""));
    }

    private int word(VarHandle order, int at) {
        return (int) order.get(buffer, position + at);
    }

    /** Reads on until this many bytes follow the position; {@code false} if the file ends before. */
    private boolean has(int bytes) throws IOException {
        if (position + bytes > buffer.length) {
            System.arraycopy(buffer, position, buffer, 0, filled - position);
            filled -= position;
            position = 0;
        }
        while (filled - position < bytes) {
            int read = stream.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }
}
