package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Eight bytes at a time against one at a time. */
final class DigitsTest {

    private static byte[] padded(String text) {
        return (text + "\n" + "x".repeat(Digits.SLACK)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyByteThatIsNoDigitEndsANumber() {
        for (int other = 0; other < 256; other++) {
            boolean isDigit = other >= '0' && other <= '9';
            for (int at = 0; at < 8; at++) {
                String text = "9".repeat(at) + (char) other + "0".repeat(7 - at);

                assertThat(Digits.count(padded(text), 0))
                        .as("byte %d at %d", other, at)
                        .isEqualTo(isDigit ? 8 : at);
            }
        }
    }

    private static boolean columns(String text, long[] values) {
        return Digits.columns(padded(text), 0, values, values.length);
    }

    @Test
    void numbersInColumnsHaveTheirValues() {
        long[] values = new long[4];

        assertThat(columns("          0   12345678         42       1000 ", values))
                .isTrue();
        assertThat(values).containsExactly(0, 12_345_678, 42, 1000);
        assertThat(columns("          0   12345678         42       1000\n", values))
                .isTrue();
    }

    @Test
    void whateverIsNoNumberInItsColumnIsSeen() {
        String good = "   12345678 ";
        assertThat(columns(good, new long[1])).isTrue();
        for (int at = 0; at < good.length(); at++) {
            for (int other = 1; other < 128; other++) {
                String text = good.substring(0, at) + (char) other + good.substring(at + 1);
                // blanks before the first digit are none the less a number, and the last sign ends the column
                boolean number = text.equals(good)
                        || (at >= 2 && at < 11 && other >= '0' && other <= '9')
                        || (at == 3 && other == ' ')
                        || (at == 11 && other == '\n');

                assertThat(columns(text, new long[1])).as("%d at %d", other, at).isEqualTo(number);
            }
        }
        assertThat(columns("            ", new long[1])).as("nothing").isFalse();
        assertThat(columns("    1 3 5   ", new long[1])).as("blanks between").isFalse();
    }

    @Test
    void countersBeyondEightDigitsHaveTheirValue() {
        long[] values = new long[4];

        assertThat(columns("  100000000  987654321 4294967295 9999999999 ", values))
                .isTrue();
        assertThat(values).containsExactly(100_000_000, 987_654_321, 4_294_967_295L, 9_999_999_999L);
        for (String wrong : new String[] {
            "x4294967295 ",
            " x294967295 ",
            " 4x94967295 ",
            " 4 94967295 ",
            " 42 4967295 ",
            " 42       5 ",
            "   x4967295 ",
            "   *4967295 ",
            " 42949672 5 ",
            "  x          ",
            "  1          "
        }) {
            assertThat(columns(wrong, new long[1])).as(wrong).isFalse();
        }
    }

    private static int spaced(String text, int[] lengths, long[] values) {
        long known = 0;
        for (int i = 0; i < lengths.length; i++) {
            known |= (long) lengths[i] << (8 * i);
        }
        String before = "cpu  0 0 0 0 0\ncpu0";
        String after = "\nintr " + "0 ".repeat(100);
        int end = Digits.spaced(
                padded(before + text + after),
                before.length(),
                before.length() + text.length() + after.length(),
                known,
                values,
                lengths.length);
        return end < 0 ? -1 : end - before.length();
    }

    @Test
    void numbersOfKnownLengthsHaveTheirValues() {
        String text = " 0 42 12345678 100000000 1234567890123456 7";
        int[] lengths = {1, 2, 8, 9, 16, 1};
        long[] values = new long[6];

        assertThat(spaced(text, lengths, values)).isEqualTo(text.length());
        assertThat(values).containsExactly(0, 42, 12_345_678, 100_000_000, 1_234_567_890_123_456L, 7);
        assertThat(spaced(text + " 99", lengths, values)).isEqualTo(text.length());
        assertThat(spaced(text + "1", lengths, values)).as("longer").isEqualTo(-1);
        assertThat(spaced(text, new int[] {1, 2, 0}, values)).as("unknown").isEqualTo(-1);
        assertThat(spaced(text, new int[] {1, 2, 8, 9, 16, 2}, values))
                .as("beyond the line")
                .isEqualTo(-1);
    }

    @Test
    void whateverIsNoNumberOfTheKnownLengthIsSeen() {
        String good = " 7 42 12345678 1234567890";
        int[] lengths = {1, 2, 8, 10};
        assertThat(spaced(good, lengths, new long[4])).isEqualTo(good.length());
        for (int at = 0; at < good.length(); at++) {
            boolean blank = good.charAt(at) == ' ';
            for (int other = 0; other < 256; other++) {
                boolean sound = blank ? other == ' ' : other >= '0' && other <= '9';
                String text = good.substring(0, at) + (char) other + good.substring(at + 1);

                assertThat(spaced(text, lengths, new long[4]) >= 0)
                        .as("%d at %d", other, at)
                        .isEqualTo(sound);
            }
        }
        byte[] text = padded("1234567890123456 7");
        assertThat(Digits.spaced(text, 16, 40, 1, new long[1], 1)).isEqualTo(18);
        assertThat(Digits.spaced(text, 16, 19, 1, new long[1], 1))
                .as("near the end of the text")
                .isEqualTo(-1);
        assertThat(Digits.spaced(padded(" 7"), 0, 40, 1, new long[1], 1))
                .as("with no bytes before it")
                .isEqualTo(-1);
    }

    @Test
    void aLineEndIsSeenWhereverItIs() {
        for (int count = 0; count <= Digits.MOST_IN_LINE; count++) {
            byte[] bytes = padded("0 1234 90 x 12345678 90");
            bytes[count] = '\n';
            assertThat(Digits.isOneLine(bytes, 0, count)).as("%d bytes", count).isTrue();
            for (int end = 0; end < count; end++) {
                byte[] cut = bytes.clone();
                cut[end] = '\n';
                assertThat(Digits.isOneLine(cut, 0, count))
                        .as("%d bytes, end at %d", count, end)
                        .isFalse();
            }
        }
    }

    @Test
    void numbersOfEachLengthHaveTheirValue() {
        for (String text : new String[] {"0", "7", "10", "999", "1234", "90817", "654321", "1000001", "98765432"}) {
            byte[] bytes = padded(text);

            assertThat(Digits.count(bytes, 0)).isEqualTo(text.length());
            assertThat(Digits.value(bytes, 0, text.length())).isEqualTo(Long.parseLong(text));
        }
    }

    @Test
    void numbersBeyondEightDigitsAreReadAndThoseBeyondEighteenAreNot() throws KernelFileException {
        assertThat(KernelText.of("f", "          123456789012345678\n").tryDecimal())
                .isEqualTo(123456789012345678L);
        assertThat(KernelText.of("f", "1234567890123456789\n").tryDecimal()).isEqualTo(KernelText.NOT_A_NUMBER);
        assertThat(KernelText.of("f", "12345678x\n").tryDecimal()).isEqualTo(KernelText.NOT_A_NUMBER);
        assertThat(KernelText.of("f", "\t \t42\n").tryDecimal()).isEqualTo(42);
        assertThat(KernelText.of("f", "         \n").tryDecimal()).isEqualTo(KernelText.NOT_A_NUMBER);
    }

    @Test
    void blanksAreCountedUpToEight() {
        for (int blanks = 0; blanks < 12; blanks++) {
            assertThat(Digits.blanks(padded(" ".repeat(blanks)), 0)).isEqualTo(Math.min(8, blanks));
        }
    }

    @Test
    void eightHexadecimalDigitsHaveTheirValue() {
        for (long value :
                new long[] {0, 1, 9, 10, 15, 16, 0x89ABCDEFL, 0x01234567L, 0x7FFFFFFFL, 0xFFFFFFFFL, 1_000_042}) {
            byte[] bytes = padded(String.format(Locale.ROOT, "%08x", value));

            assertThat(Digits.hex8(bytes, 0)).isEqualTo(value);
        }
    }

    @Test
    void everyByteThatIsNoHexadecimalDigitInLowerCaseIsLeftToOthers() {
        for (int other = 0; other < 256; other++) {
            boolean isDigit = "0123456789abcdef".indexOf(other) >= 0;
            for (int at = 0; at < 8; at++) {
                String text = "f".repeat(at) + (char) other + "0".repeat(7 - at);

                assertThat(Digits.hex8(padded(text), 0))
                        .as("byte %d at %d", other, at)
                        .isEqualTo(isDigit ? Long.parseLong(text, 16) : -1);
            }
        }
    }

    @Test
    void hexadecimalNumbersOfOtherLengthsAreRead() throws KernelFileException {
        assertThat(KernelText.of("f", "64 0\n").hex32("a counter", 0)).isEqualTo(0x64);
        assertThat(KernelText.of("f", " DEADBEEF\n").hex32("a counter", 0)).isEqualTo(0xDEADBEEFL);
        assertThatThrownBy(() -> KernelText.of("f", "000000001\n").hex32("a counter", 0))
                .hasMessageContaining("expected a counter (8 hexadecimal digits), found '000000001'");
        assertThatThrownBy(() -> KernelText.of("f", "0000000x\n").hex32("a counter", 0))
                .hasMessageContaining("found '0000000x'");
    }

    @Test
    void hexadecimalDigitsAreThoseThatJavaKnows() {
        for (int code = 0; code < 128; code++) {
            assertThat(Digits.hex((byte) code)).as("code %d", code).isEqualTo(Character.digit(code, 16));
        }
        assertThat(Digits.hex((byte) 200)).isEqualTo(-1);
    }

    /** Texts of all kinds of bytes, with the sign looked for in each eighth place or so. */
    private static byte[] scattered(SplittableRandom random, int length, char sign) {
        byte[] bytes = new byte[length + Digits.SLACK];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextInt(8) == 0 ? (byte) sign : (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void aSignIsFoundWhereOneAfterTheOtherFindsIt() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 20_000; round++) {
            char sign = round % 2 == 0 ? ' ' : ')';
            int to = random.nextInt(40);
            byte[] bytes = scattered(random, to, sign);
            int from = random.nextInt(to + 1);
            int before = random.nextInt(5);
            int first = -1;
            int last = -1;
            int met = 0;
            for (int i = from; i < to; i++) {
                if (bytes[i] == sign) {
                    first = met++ == before ? i : first;
                    last = i;
                }
            }

            assertThat(Digits.find(Digits.eightTimes(sign), before, bytes, from, to))
                    .as("%s, %d passed over, from %d to %d", Arrays.toString(bytes), before, from, to)
                    .isEqualTo(first);
            assertThat(Digits.last(Digits.eightTimes(sign), bytes, from, to))
                    .as("%s, from %d to %d", Arrays.toString(bytes), from, to)
                    .isEqualTo(last);
        }
    }

    /** Three columns of which the one in the middle is not wanted: each byte replaced by every other one. */
    @Test
    void hexColumnsAreTakenOnlyWhereEachIsOne() {
        String good = "0000002a 00c0ffee ffffffff";
        long[] values = new long[3];
        assertThat(Digits.hexColumns(padded(good), 0, values, 3, 0b101)).isTrue();
        assertThat(values).containsExactly(42, 0, 0xFFFF_FFFFL);
        for (int at = 0; at < good.length(); at++) {
            for (int other = 1; other < 128; other++) {
                boolean between = at == 8 || at == 17;
                boolean unwanted = at > 8 && at < 17;
                boolean hex = Character.digit(other, 16) >= 0 && !Character.isUpperCase(other);
                // of one that is not wanted it is enough that neither blank nor line end cuts it
                boolean column = between ? other == ' ' : hex;
                String text = good.substring(0, at) + (char) other + good.substring(at + 1);
                boolean taken = Digits.hexColumns(padded(text), 0, values, 3, 0b101);

                if (column) {
                    assertThat(taken).as("%d at %d", other, at).isTrue();
                } else if (!unwanted || other == ' ' || other == '\n') {
                    assertThat(taken).as("%d at %d", other, at).isFalse();
                }
            }
        }
    }
}
