package dev.pinbench.harness.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in as few bytes as they need (LEB128: seven bits a byte, the least first), appended while sampling and read
 * afterwards. Grows by chunks, so that appending never copies; {@link #prepare} makes them beforehand.
 */
final class ByteLog {

    private static final int LEAST_CHUNK = 1 << 16;
    private static final int MOST_CHUNK = 1 << 24;

    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] tail = new byte[LEAST_CHUNK];
    private int tailIndex;
    private int used;
    private long before;

    ByteLog() {
        chunks.add(tail);
    }

    /** Appends {@code value}, taken as unsigned. */
    void add(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
    }

    private void put(byte octet) {
        if (used == tail.length) {
            next();
        }
        tail[used++] = octet;
    }

    private void next() {
        if (tailIndex + 1 == chunks.size()) {
            chunks.add(new byte[tail.length]);
        }
        before += tail.length;
        tail = chunks.get(++tailIndex);
        used = 0;
    }

    /** Makes the next chunk unless there is one, once this one is half full: not while a frame is read. */
    void prepare(long expectedBytes) {
        boolean last = tailIndex + 1 == chunks.size();
        if (last && (used > tail.length / 2 || expectedBytes > tail.length - used)) {
            chunks.add(new byte[(int) Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, expectedBytes))]);
        }
    }

    /** Bytes appended. */
    long size() {
        return before + used;
    }

    /** Begins anew in the chunks that are there. */
    void clear() {
        tailIndex = 0;
        tail = chunks.get(0);
        used = 0;
        before = 0;
    }

    Reader reader() {
        return new Reader(chunks);
    }

    /** Goes through a log from its begin; to be used when nothing is appended any more. */
    static final class Reader {
        private final List<byte[]> chunks;
        private byte[] chunk;
        private int index;
        private int at;

        private Reader(List<byte[]> chunks) {
            this.chunks = chunks;
            this.chunk = chunks.get(0);
        }

        long next() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte octet = octet();
                value |= (octet & 0x7FL) << shift;
                if (octet >= 0) {
                    return value;
                }
            }
        }

        private byte octet() {
            if (at == chunk.length) {
                chunk = chunks.get(++index);
                at = 0;
            }
            return chunk[at++];
        }
    }
}
