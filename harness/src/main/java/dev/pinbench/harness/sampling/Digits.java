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

    /** Bytes of a column: a blank and ten. Numbers of eight digits leave the first three blank. */
    static final int COLUMN = 11;

    /** The most bytes that {@link #isOneLine} takes. */
    static final int MOST_IN_LINE = 16;

    /** The most digits that {@link #spaced} takes. */
    static final int MOST_SPACED = 16;

    private static final int COLUMN_HEAD = 3;
    private static final int THREE_BLANKS = 0x20_2020;
    private static final int THREE_BYTES = 0xFF_FFFF;

    /** What the digits before the last eight count in. */
    private static final long EIGHT_DIGITS = 100_000_000;

    private static final int BITS_OF_BYTE_NUMBER = 56;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
    private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final byte[] HEX = hexDigits();

    private Digits() {}

    /**
     * The numbers in columns as the kernel prints those of interrupts and softirqs (seq_put_decimal_ull_width with a blank and a
     * width of ten, fs/seq_file.c). Where a column begins does not depend on what is in those before, so that the processor can
     * look at several at once.
     *
     * @return whether all are such numbers and a blank or line end follows; if not, {@code values} hold anything
     */
    static boolean columns(byte[] bytes, int begin, long[] values, int count) {
        long wrongShape = 0;
        long tooHigh = 0;
        int at = begin;
        for (int i = 0; i < count; i++) {
            long text = word(bytes, at + COLUMN_HEAD) ^ BLANKS; // digits are now 0x10 to 0x19, blanks 0
            int blankBits = Long.numberOfTrailingZeros(text) & BITS_OF_BYTE_NUMBER;
            // no byte has a high half before the first digit, and each has that of a digit from there on
            wrongShape |= (text & HIGH_HALVES) ^ (TENS << blankBits);
            tooHigh |= text + SIXES;
            long value = eight(text & LOW_HALVES);
            if (((int) INTS.get(bytes, at) & THREE_BYTES) != THREE_BLANKS) {
                long before = twoBefore(bytes, at);
                if (before < 0 || blankBits != 0) {
                    return false;
                }
                value += EIGHT_DIGITS * before;
            }
            values[i] = value;
            at += COLUMN;
        }
        return (wrongShape | (tooHigh & BLANKS)) == 0 && (bytes[at] == ' ' || bytes[at] == '\n');
    }

    /** The one or two digits of a column before its last eight; -1 if there are others, or no blank before them. */
    private static int twoBefore(byte[] bytes, int column) {
        int tens = bytes[column + 1] == ' ' ? 0 : bytes[column + 1] - '0';
        int ones = bytes[column + 2] - '0';
        return bytes[column] == ' ' && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1;
    }

    /**
     * Numbers each behind one blank, whose lengths are known: where one stands depends on the lengths alone, and not on what is
     * in those before, so that the processor can look at several at once.
     *
     * @param limit where the text ends, which must be far enough behind for numbers of the greatest length
     * @param lengths of how many digits each is, at most {@link #MOST_SPACED}, the first's in the lowest byte; 0 if unknown
     * @param count how many, at most eight
     * @return where they end; -1 if they have others, and then {@code values} hold anything
     */
    static int spaced(byte[] bytes, int begin, int limit, long lengths, long[] values, int count) {
        if (begin < MOST_SPACED || begin + count * (1 + MOST_SPACED) >= limit) {
            return -1;
        }
        long wrong = 0;
        int blanks = 0;
        int end = begin;
        long left = lengths;
        for (int i = 0; i < count; i++) {
            int length = (int) left & 0xFF;
            left >>>= 8;
            blanks |= bytes[end] ^ ' ';
            end += 1 + length;
            // of length 0 it is all that comes before, with the blank, which is no digit
            long text = word(bytes, end - MOST) ^ THIRTIES;
            long value;
            if (length <= MOST) {
                text &= -1L << -(length << 3);
                value = eight(text);
            } else {
                long before = (word(bytes, end - 2 * MOST) ^ THIRTIES) & (-1L << -(length << 3));
                wrong |= before | (before + SIXES);
                value = EIGHT_DIGITS * eight(before) + eight(text);
            }
            wrong |= text | (text + SIXES);
            values[i] = value;
        }
        return (wrong & HIGH_HALVES) == 0 && blanks == 0 && (bytes[end] == ' ' || bytes[end] == '\n') ? end : -1;
    }

    /**
     * Whether no line ends among the {@code count} bytes from {@code at} on, at most {@link #MOST_IN_LINE}. Signs other than
     * blanks, digits and letters may be taken for an end.
     */
    static boolean isOneLine(byte[] bytes, int at, int count) {
        long first = word(bytes, at) | (count < MOST ? -1L << (count << 3) : 0);
        long second = count <= MOST ? -1L : word(bytes, at + count - MOST);
        return (first & second & BLANKS) == BLANKS;
    }

    /** A word of eight times the same sign, as {@link #find} and {@link #last} ask for. */
    static long eightTimes(char sign) {
        return sign * ONES;
    }

    /**
     * Where a sign stands that so many alike come before, from {@code from} on.
     *
     * @param signs the sign, {@link #eightTimes}
     * @param before how many to pass over
     * @return its place below {@code to}; -1 if there are not so many
     */
    static int find(long signs, int before, byte[] bytes, int from, int to) {
        int left = before;
        for (int at = from; at < to; at += MOST) {
            long found = places(word(bytes, at) ^ signs);
            int here = (int) (((found >>> (Byte.SIZE - 1)) * ONES) >>> (Long.SIZE - Byte.SIZE)); // adds up the bytes
            if (here > left) {
                while (left > 0) {
                    found &= found - 1;
                    left--;
                }
                int place = at + (Long.numberOfTrailingZeros(found) >>> 3);
                return place < to ? place : -1;
            }
            left -= here;
        }
        return -1;
    }

    /** Where the sign {@code signs} is eight times of stands for the last time from {@code from} on and below {@code to}; -1 if nowhere. */
    static int last(long signs, byte[] bytes, int from, int to) {
        for (int end = to; end > from; end -= MOST) {
            int at = Math.max(from, end - MOST);
            long found = places(word(bytes, at) ^ signs);
            if (end - at < MOST) {
                found &= (1L << ((end - at) << 3)) - 1; // what is behind was looked at, or does not count
            }
            if (found != 0) {
                return at + ((Long.SIZE - 1 - Long.numberOfLeadingZeros(found)) >>> 3);
            }
        }
        return -1;
    }

    /** The highest bit of each byte that is 0; of none else (a sum of low bits carries nothing into the next byte). */
    private static long places(long word) {
        return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
    }

    /** How many blanks follow from {@code at} on, but at most 8. */
    static int blanks(byte[] bytes, int at) {
        long other = word(bytes, at) ^ BLANKS;
        return other == 0 ? 8 : Long.numberOfTrailingZeros(other) >>> 3;
    }

    /** How many decimal digits follow from {@code at} on, but at most {@link #MOST}. */
    static int count(byte[] bytes, int at) {
        long word = word(bytes, at);
        // '0' to '9' are the bytes with high half 3 both as they are and with 6 added; no carry leaves its byte
        // below the first that is no digit
        long other = ((word & HIGH_HALVES) | (((word + SIXES) & HIGH_HALVES) >>> 4)) ^ THREES;
        return other == 0 ? MOST : Long.numberOfTrailingZeros(other) >>> 3;
    }

    /** The number that {@code digits} decimal digits from {@code at} on make, at most {@link #MOST} of them. */
    static long value(byte[] bytes, int at, int digits) {
        if (digits == 0) {
            return 0;
        }
        // the last digit moves to the highest byte, zeros fill up before the first
        return eight((word(bytes, at) & LOW_HALVES) << (64 - (digits << 3)));
    }

    /** The number that eight digits make, the first in the lowest byte. */
    private static long eight(long word) {
        // 10 * first + second of each pair comes to stand in the second's byte, and so on
        long pairs = (word * (10 << 8 | 1)) >>> 8 & 0x00FF_00FF_00FF_00FFL;
        long fours = (pairs * (100 << 16 | 1)) >>> 16 & 0x0000_FFFF_0000_FFFFL;
        return (fours * (10_000L << 32 | 1)) >>> 32;
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

    /**
     * The numbers in columns of {@link #hex8} with one blank between them.
     *
     * @param wanted a bit for each column, the first the lowest; of the others it is only seen that they are as long
     * @return whether they stand in such columns; if not, {@code values} hold anything
     */
    static boolean hexColumns(byte[] bytes, int begin, long[] values, int columns, long wanted) {
        long noBlank = TENS;
        int betweens = 0;
        long negative = 0;
        int at = begin;
        for (int i = 0; i < columns; i++) {
            if ((wanted >>> i & 1) != 0) {
                values[i] = hex8(bytes, at);
                negative |= values[i];
            } else {
                noBlank &= blankless(bytes, at);
            }
            at += MOST + 1;
            betweens |= i + 1 < columns ? bytes[at - 1] ^ ' ' : 0;
        }
        return negative >= 0 && noBlank == TENS && betweens == 0;
    }

    /** Whether none of the eight bytes from {@code at} on is a blank or line end; other signs are not told from each other. */
    static boolean hasNoBlank(byte[] bytes, int at) {
        return blankless(bytes, at) == TENS;
    }

    /** Bit 4 of each byte that is no blank or line end. */
    private static long blankless(byte[] bytes, int at) {
        long either = word(bytes, at) & (TENS | TENS << 2); // digits have bit 4, letters bit 6
        return (either | either >>> 2) & TENS;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte digit) {
        return digit < 0 ? -1 : HEX[digit];
    }

    /** Eight bytes, the first in the lowest. */
    static long word(byte[] bytes, int at) {
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
