package dev.pinbench.harness.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Sums of 16-bit words with the carry added back (RFC 1071): the arithmetic of the checksums of IP, TCP and UDP. */
final class OnesComplement {
    static final int ALL_ONES = 0xffff;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long UNSIGNED_INT = 0xffff_ffffL;

    private OnesComplement() {}

    /** The words of some bytes added up, not yet folded; an odd last byte is followed by a zero. */
    static long sum(byte[] data, int from, int length) {
        long sum = 0;
        int at = from;
        int end = from + length;
        // 2^32 is 1 modulo 2^16 - 1, so that two words at once give the same folded sum.
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            sum += (int) WORDS.get(data, at) & UNSIGNED_INT;
        }
        for (; at < end; at++) {
            int value = data[at] & 0xff;
            sum += ((at - from) & 1) == 0 ? value << Byte.SIZE : value;
        }
        return sum;
    }

    /** A sum that is not negative as 16 bits. */
    static int fold(long sum) {
        long folded = sum;
        while (folded > ALL_ONES) {
            folded = (folded & ALL_ONES) + (folded >>> Short.SIZE);
        }
        return (int) folded;
    }

    /** What makes the folded sum all ones if it is added; also what subtracts it. */
    static int complement(int folded) {
        return ~folded & ALL_ONES;
    }

    /** Whether two folded sums are the same number: 0 has two forms. */
    static boolean same(int one, int other) {
        return one % ALL_ONES == other % ALL_ONES;
    }
}
