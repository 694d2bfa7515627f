package dev.pinbench.harness.sampling;

/**
 * Rows of numbers in the order of frames. A row begins with how far its key is from that of the row before, which takes
 * one byte where keys are near each other; the frame is told only where it changes.
 */
final class RowLog {

    private final ByteLog log = new ByteLog();
    private int rows;
    private int frame;
    private int key;

    /** Begins a row; what {@link #add} appends belongs to it. */
    void begin(int rowFrame, int rowKey) {
        log.add(zigZag((long) rowKey - key) << 1 | (rowFrame == frame ? 0 : 1));
        if (rowFrame != frame) {
            log.add(rowFrame - frame);
            frame = rowFrame;
        }
        key = rowKey;
        rows++;
    }

    /** Appends a number that is not negative. */
    void add(long value) {
        log.add(value);
    }

    /** Appends which of {@code values} are not zero, and those; {@link Counters#MISSING} takes one byte. */
    void addSparse(long[] values) {
        long present = 0;
        for (int i = 0; i < values.length; i++) {
            present |= values[i] == 0 ? 0 : 1L << i;
        }
        log.add(present);
        for (long value : values) {
            if (value != 0) {
                log.add(value == Counters.MISSING ? 0 : value);
            }
        }
    }

    int rows() {
        return rows;
    }

    long bytes() {
        return log.size();
    }

    /** Makes room for {@code expectedBytes} more where there is not enough; not while a frame is read. */
    void prepare(long expectedBytes) {
        log.prepare(expectedBytes);
    }

    void clear() {
        log.clear();
        rows = 0;
        frame = 0;
        key = 0;
    }

    Cursor cursor() {
        return new Cursor(log.reader());
    }

    private static long zigZag(long value) {
        return value << 1 ^ value >> 63;
    }

    /** Reads the rows back, one after the other. */
    static final class Cursor {
        private final ByteLog.Reader reader;
        private int frame;
        private int key;

        private Cursor(ByteLog.Reader reader) {
            this.reader = reader;
        }

        /** Goes to the next row; there must be one. */
        void begin() {
            long head = reader.next();
            if ((head & 1) != 0) {
                frame += (int) reader.next();
            }
            long step = head >>> 1;
            key += (int) (step >>> 1 ^ -(step & 1));
        }

        int frame() {
            return frame;
        }

        int key() {
            return key;
        }

        long next() {
            return reader.next();
        }

        int nextInt() {
            return (int) reader.next();
        }

        void nextSparse(long[] values) {
            long present = reader.next();
            for (int i = 0; i < values.length; i++) {
                long value = (present >>> i & 1) == 0 ? 0 : reader.next();
                values[i] = value == 0 && (present >>> i & 1) != 0 ? Counters.MISSING : value;
            }
        }
    }
}
