package dev.pinbench.harness.sampling;

import java.util.ArrayList;
import java.util.List;

/** Numbers, appended while sampling and read afterwards. Grows by chunks, so that appending never copies. */
final class LongLog {

    private static final int CHUNK_BITS = 15;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final List<long[]> chunks = new ArrayList<>();
    private long[] tail = new long[CHUNK];
    private int used;

    LongLog() {
        chunks.add(tail);
    }

    void add(long value) {
        if (used == CHUNK) {
            tail = new long[CHUNK];
            chunks.add(tail);
            used = 0;
        }
        tail[used++] = value;
    }

    long size() {
        return ((long) (chunks.size() - 1) << CHUNK_BITS) + used;
    }

    long get(long index) {
        return chunks.get((int) (index >>> CHUNK_BITS))[(int) (index & CHUNK - 1)];
    }
}
