package dev.pinbench.harness.sampling;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Digits, eight bytes at a time (SIMD within a register). Reads up to {@link #SLACK} bytes beyond the place asked about,
 * so arrays must go on that far behind their text.
 */
final class Digits {

    /** Bytes that may be looked at behind the text. */
    static final int SLACK = 16;

    /** The most digits that {@link #count} tells and {@link #value} takes. */
    static final int MOST = 8;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_HALVES = 0xF0F0_F0F0_F0F0_F0F0L;
    private static final long LOW_HALVES = 0x0F0F_0F0F_0F0F_0F0FL;
    private static final long THREES = 0x3333_3333_3333_3333L;
    private static final long SIXES = 0x0606_0606_0606_0606L;
    private static final long BLANKS = 0x2020_2020_2020_2020L;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long NINES = 0x0909_0909_0909_0909L;
    private static final long TENS = 0x1010_1010_1010_1010L;
    private static final long THIRTIES = 0x3030_3030_3030_3030L;
    private static final long SIXTIES = 0x6060_6060_6060_6060L;
    private static final byte[] HEX = hexDigits();

    private Digits() {}

    /** How many blanks follow from {@code at} on, but at most 8. */
    static int blanks(byte[] bytes, int at) {
        long other = word(bytes, at) ^ BLANKS;
        return other == 0 ? 8 : Long.numberOfTrailingZeros(other) >>> 3;
    }

    /** How many decimal digits follow from {@code at} on, but at most {@link #MOST}. */
    static int count(byte[] bytes, int at) {
        long word = word(bytes, at);
        // '0' to '9' are the bytes with high half 3 both as they are and with 6 added; no carry leaves its byte below
        // the
        // first that is no digit
        long other = ((word & HIGH_HALVES) | (((word + SIXES) & HIGH_HALVES) >>> 4)) ^ THREES;
        return other == 0 ? MOST : Long.numberOfTrailingZeros(other) >>> 3;
    }

    /** The number that {@code digits} decimal digits from {@code at} on make, at most {@link #MOST} of them. */
    static long value(byte[] bytes, int at, int digits) {
        if (digits == 0) {
            return 0;
        }
        // the last digit moves to the highest byte, zeros fill up before the first
        long word = (word(bytes, at) & LOW_HALVES) << (64 - (digits << 3));
        long pairs = word * 10 + (word >>> 8) & 0x00FF_00FF_00FF_00FFL;
        long fours = pairs * 100 + (pairs >>> 16) & 0x0000_FFFF_0000_FFFFL;
        return fours * 10_000 + (fours >>> 32) & 0xFFFF_FFFFL;
    }

    /** The number that eight hexadecimal digits from {@code at} on make, as {@code %08x} prints them; -1 if they are others. */
    static long hex8(byte[] bytes, int at) {
        long word = word(bytes, at);
        long letters = ((word >>> 6) & ONES) * 0xFF; // all bits of each byte that is to be a letter
        long low = word & LOW_HALVES;
        long wrongHigh = (word & HIGH_HALVES) ^ ((letters & SIXTIES) | (~letters & THIRTIES));
        // '0' to '9': low half up to 9; 'a' to 'f': low half from 1 to 6
        long tooHigh = low + ((letters & NINES) | (~letters & SIXES));
        long zero = letters & ~(low + LOW_HALVES);
        if ((wrongHigh | ((tooHigh | zero) & TENS)) != 0) {
            return -1;
        }
        long nibbles = low + (letters & NINES);
        long pairs = ((nibbles << 4) | (nibbles >>> 8)) & 0x00FF_00FF_00FF_00FFL;
        long fours = ((pairs << 8) | (pairs >>> 16)) & 0x0000_FFFF_0000_FFFFL;
        return ((fours << 16) | (fours >>> 32)) & 0xFFFF_FFFFL;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte digit) {
        return digit < 0 ? -1 : HEX[digit];
    }

    private static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    private static byte[] hexDigits() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int value = 0; value < 16; value++) {
            values[Character.forDigit(value, 16)] = (byte) value;
            values[Character.toUpperCase(Character.forDigit(value, 16))] = (byte) value;
        }
        return values;
    }
}
