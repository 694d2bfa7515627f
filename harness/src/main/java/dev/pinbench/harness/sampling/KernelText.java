package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one kernel file and a cursor over them. One instance is reused for every file, so that reading and
 * parsing allocate nothing once the buffer has grown to the largest of them.
 *
 * <p>Every text ends with a line end (checked when it is loaded), which lets the scanning loops do without a bound.
 */
final class KernelText {

    /** What {@link #tryDecimal()} says of a word that is no number. */
    static final long NOT_A_NUMBER = -1;

    /** Above the largest NR_CPUS that any architecture offers (arch/x86/Kconfig: 8192). */
    private static final int CPU_LIMIT = 1 << 14;

    private static final int FIRST_CAPACITY = 1 << 16;
    private static final int EXCERPT = 24;

    /** Room for at least this before each read: a page, as much as most reads give. */
    private static final int LEAST_READ = 1 << 12;

    private static final int HEX32 = 8;
    private static final long BLANKS = Digits.eightTimes(' ');
    private static final long LINE_ENDS = Digits.eightTimes('\n');

    /** What is sure to fit a long; no counter gets so far (10^18 ns are 31 years). */
    private static final int MOST_DIGITS = 18;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private ByteBuffer window = window(FIRST_CAPACITY);
    private String file = "";
    private int length;
    private int position;
    private int line;
    private final Journal journal;

    KernelText() {
        this(new Journal());
    }

    /** Notes in {@code journal} what it is read from. */
    KernelText(Journal journal) {
        this.journal = journal;
    }

    /** The text {@code content} as if read from {@code file}. */
    static KernelText of(String file, String content) throws KernelFileException {
        KernelText text = new KernelText();
        text.show(file, content.getBytes(StandardCharsets.UTF_8));
        return text;
    }

    /** Becomes the text {@code content} as if read from {@code file}. */
    void show(String name, byte[] content) throws KernelFileException {
        while (content.length > bytes.length - Digits.SLACK) {
            bytes = new byte[2 * bytes.length];
        }
        System.arraycopy(content, 0, bytes, 0, content.length);
        begin(name, content.length);
    }

    /**
     * Reads the whole file from offset 0. A seq_file hands out about a page per read (fs/seq_file.c), so a short read is
     * not the end; only an empty one is. The exception are files whose text is one record (single_open): seq_read_iter
     * enlarges its own buffer until the record fits and then hands out as much as was asked for, so that less than that
     * is all there is.
     *
     * @param record whether the file is such a one
     */
    void load(KernelFile source, FileChannel channel, boolean record) throws IOException {
        journal.note(source);
        int filled = 0;
        while (true) {
            if (filled > bytes.length - Digits.SLACK - LEAST_READ) {
                grow();
            }
            int wanted = Math.min(window.capacity(), bytes.length - Digits.SLACK - filled);
            window.clear().limit(wanted);
            int got = channel.read(window, filled);
            if (got <= 0) {
                break;
            }
            window.get(0, bytes, filled, got);
            filled += got;
            if (record && got < wanted) {
                break;
            }
        }
        begin(source.name(), filled);
    }

    private void grow() {
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        window = window(bytes.length);
    }

    private static ByteBuffer window(int capacity) {
        return ByteBuffer.allocateDirect(capacity);
    }

    private void begin(String name, int size) throws KernelFileException {
        file = name;
        length = size;
        position = 0;
        line = 1;
        if (size == 0) {
            throw complaint("the file is empty");
        }
        if (bytes[size - 1] != '\n') {
            for (int i = 0; i < size; i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw complaint("the file ends in the middle of this line");
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int position() {
        return position;
    }

    /** Goes back to the begin. */
    void rewind() {
        position = 0;
        line = 1;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Goes to the end of this line; quick if that is as far away as {@code shape} says, which then learns it. */
    void skipRest(LineShape shape) {
        int end = position + shape.rest;
        if (end >= length || bytes[end] != '\n' || !Digits.isOneLine(bytes, position, shape.rest)) {
            end = position;
            while (bytes[end] != '\n') {
                end++;
            }
            shape.rest = Math.min(end - position, Digits.MOST_IN_LINE);
        }
        position = end;
    }

    boolean hasLine() {
        return position < length;
    }

    void nextLine() {
        if (bytes[position] != '\n') {
            position = Digits.find(LINE_ENDS, 0, bytes, position, length); // the text's last byte is one
        }
        position++;
        line++;
    }

    /** Counts a line whose end was taken with its words. */
    void lineTaken() {
        line++;
    }

    /** Lines from the cursor to the end. */
    int remainingLines() {
        int lines = 0;
        for (int i = position; i < length; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    boolean atBlank() {
        return bytes[position] == ' ' || bytes[position] == '\t';
    }

    void skipBlanks() {
        while (atBlank()) {
            position++;
        }
    }

    /** Whether nothing but blanks is left of this line; skips them. */
    boolean atLineEnd() {
        skipBlanks();
        return bytes[position] == '\n';
    }

    /** Skips one word. */
    void skipWord() {
        skipBlanks();
        while (bytes[position] != '\n' && !atBlank()) {
            position++;
        }
    }

    /**
     * Skips so many words, each with the one blank before it, and stands before the next blank; at the end of the text if there are
     * fewer. Lines are not told apart.
     */
    void skipWords(int count) {
        int end = Digits.find(BLANKS, count, bytes, position, length);
        position = end < 0 ? length - 1 : end;
    }

    /** Steps over {@code word} if the text goes on with it. */
    boolean take(byte[] word) {
        int end = position + word.length;
        if (end > length || !Arrays.equals(bytes, position, end, word, 0, word.length)) {
            return false;
        }
        position = end;
        return true;
    }

    /**
     * Steps over a word if it has up to eight signs and the text goes on with it and a blank.
     *
     * @param word its signs, the first in the lowest byte; those above {@code signs} are of no matter
     */
    boolean take(long word, int signs) {
        int end = position + signs;
        if (signs > Digits.MOST
                || end >= length
                || (Digits.word(bytes, position) ^ word) << (64 - (signs << 3)) != 0
                || bytes[end] != ' ') {
            return false;
        }
        position = end;
        return true;
    }

    /** Steps over a label up to and including its colon and returns where the label ended (without the colon). */
    int takeLabel() throws KernelFileException {
        int scan = position;
        while (bytes[scan] != ':') {
            if (bytes[scan] == '\n') {
                throw expected("a name and a colon", KernelFileException.NO_CPU);
            }
            scan++;
        }
        position = scan + 1;
        return scan;
    }

    /** Steps over a label and its colon; returns whether this line has one. */
    boolean skipLabel() {
        int scan = position;
        while (bytes[scan] != ':' && bytes[scan] != '\n') {
            scan++;
        }
        position = scan + 1;
        return bytes[scan] == ':';
    }

    /**
     * The next words as unsigned decimal numbers, into {@code values} from its begin on, until there are {@code most} or a word is
     * no number, before which the cursor is then left. Quick where they stand in {@link Digits#columns}.
     *
     * @return how many there were
     */
    int columns(long[] values, int most) {
        int end = position + most * Digits.COLUMN;
        if (end < length && Digits.columns(bytes, position, values, most)) {
            position = end;
            return most;
        }
        for (int count = 0; count < most; count++) {
            long value = tryDecimal();
            if (value == NOT_A_NUMBER) {
                return count;
            }
            values[count] = value;
        }
        return most;
    }

    /**
     * The next words as unsigned decimal numbers, each behind one blank, until there are {@code most} or a word is no number, before
     * which the cursor is then left. Quick where they have as many digits as those of the last time.
     *
     * @param most at most eight
     * @param shape how many digits those of the last time had; learns what these have
     * @return how many there were
     */
    int guessed(long[] values, int most, LineShape shape) {
        int end = Digits.spaced(bytes, position, length, shape.lengths, values, most);
        if (end >= 0) {
            position = end;
            return most;
        }
        return unguessed(values, most, shape);
    }

    private int unguessed(long[] values, int most, LineShape shape) {
        shape.lengths = 0;
        for (int count = 0; count < most; count++) {
            int before = position;
            long value = tryDecimal();
            if (value == NOT_A_NUMBER) {
                return count;
            }
            int has = position - before - 1;
            shape.lengths |= (has <= Digits.MOST_SPACED ? (long) has : 0) << (count << 3);
            values[count] = value;
        }
        return most;
    }

    /**
     * The rest of this line, if it is so many columns of {@link #hex32} with one blank between them; else does nothing.
     *
     * @param values gets those of the columns wanted
     * @param wanted a bit for each, the first the lowest
     */
    boolean hex32Columns(long[] values, int columns, long wanted) {
        int end = position + columns * (HEX32 + 1) - 1;
        if (end < length && bytes[end] == '\n' && Digits.hexColumns(bytes, position, values, columns, wanted)) {
            position = end;
            return true;
        }
        return false;
    }

    /** Steps over a column of {@link #hex32} with its blank, unseen; if it has not the length of one, does nothing. */
    boolean skipHex32() {
        int end = position + HEX32;
        if (end < length && bytes[end] == ' ' && Digits.hasNoBlank(bytes, position)) {
            position = end + 1;
            return true;
        }
        return false;
    }

    /** The next word as an unsigned decimal number, or {@link #NOT_A_NUMBER} with the cursor left before it. */
    long tryDecimal() {
        int scan = position;
        if (bytes[scan] == ' ' && bytes[scan + 1] > ' ') {
            scan++; // a guess, so that the number's place is known before the blank was looked at
        }
        while (bytes[scan] == ' ' || bytes[scan] == '\t') {
            scan = bytes[scan] == ' ' ? scan + Digits.blanks(bytes, scan) : scan + 1;
        }
        position = scan;
        int digits = Digits.count(bytes, scan);
        long value = Digits.value(bytes, scan, digits);
        scan += digits;
        if (digits == Digits.MOST) {
            while (bytes[scan] >= '0' && bytes[scan] <= '9') {
                value = 10 * value + (bytes[scan] - '0');
                scan++;
            }
        }
        int all = scan - position;
        if (all == 0 || all > MOST_DIGITS || (bytes[scan] != ' ' && bytes[scan] != '\n' && bytes[scan] != '\t')) {
            return NOT_A_NUMBER;
        }
        position = scan;
        return value;
    }

    long decimal(String what, int cpu) throws KernelFileException {
        long value = tryDecimal();
        if (value == NOT_A_NUMBER) {
            throw expected(what + " (a whole number)", cpu);
        }
        return value;
    }

    /** A counter that the kernel keeps as unsigned int. */
    long u32(String what, int cpu) throws KernelFileException {
        int before = position;
        long value = decimal(what, cpu);
        if (value > Counters.U32_MAX) {
            position = before;
            throw expected(what + " of 32 bits", cpu);
        }
        return value;
    }

    /** An unsigned 32-bit number in hexadecimal, as in {@code %08x}. */
    long hex32(String what, int cpu) throws KernelFileException {
        skipBlanks();
        int scan = position;
        long value = Digits.hex8(bytes, scan);
        if (value >= 0 && (bytes[scan + 8] == ' ' || bytes[scan + 8] == '\n')) {
            position = scan + 8;
            return value;
        }
        value = 0;
        int digit = Digits.hex(bytes[scan]);
        while (digit >= 0) {
            value = value << 4 | digit;
            digit = Digits.hex(bytes[++scan]);
        }
        int digits = scan - position;
        if (digits == 0 || digits > 8 || (bytes[scan] != ' ' && bytes[scan] != '\n')) {
            throw expected(what + " (8 hexadecimal digits)", cpu);
        }
        position = scan;
        return value;
    }

    /** A CPU number that follows directly, as in {@code cpu12}. */
    int cpuNumber() throws KernelFileException {
        return toCpu(decimal("a CPU number", KernelFileException.NO_CPU));
    }

    int toCpu(long number) throws KernelFileException {
        if (number >= CPU_LIMIT) {
            throw complaint("expected a CPU number below " + CPU_LIMIT + ", found " + number);
        }
        return (int) number;
    }

    KernelFileException expected(String what, int cpu) {
        int end = position;
        while (end < length && bytes[end] != '\n' && end - position < EXCERPT) {
            end++;
        }
        String found = new String(bytes, position, end - position, StandardCharsets.UTF_8).strip();
        return new KernelFileException(
                file, line, cpu, "expected " + what + ", found " + (found.isEmpty() ? "nothing" : "'" + found + "'"));
    }

    KernelFileException complaint(String complaint) {
        return new KernelFileException(file, line, KernelFileException.NO_CPU, complaint);
    }
}
