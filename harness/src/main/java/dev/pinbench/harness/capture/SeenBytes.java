package dev.pinbench.harness.capture;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of one direction of a TCP connection went by. */
final class SeenBytes {
    private static final long ROOM_BELOW = 1L << Integer.SIZE;

    /** From the first byte of a stretch to the one behind its last; no two touch. */
    private final TreeMap<Long, Long> stretches = new TreeMap<>();

    private long near = ROOM_BELOW;
    private boolean begun;

    /**
     * Adds the bytes of a segment.
     *
     * @param sequence number of the first one; the numbers go round after 2^32
     * @return whether any of them was there before
     */
    boolean add(int sequence, int bytes) {
        if (!begun) {
            near += Integer.toUnsignedLong(sequence);
            begun = true;
        }
        long from = near + (sequence - (int) near);
        near = from;
        long to = from + bytes;
        boolean again = false;
        Map.Entry<Long, Long> before = stretches.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            again = before.getValue() > from;
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        Map.Entry<Long, Long> after = stretches.higherEntry(from);
        while (after != null && after.getKey() <= to) {
            again |= after.getKey() < near + bytes;
            to = Math.max(to, after.getValue());
            stretches.remove(after.getKey());
            after = stretches.higherEntry(from);
        }
        stretches.put(from, to);
        return again;
    }
}
