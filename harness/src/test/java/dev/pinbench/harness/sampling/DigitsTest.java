package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
                        || (at >= 3 && at < 11 && other >= '0' && other <= '9')
                        || (at == 3 && other == ' ')
                        || (at == 11 && other == '\n');

                assertThat(columns(text, new long[1])).as("%d at %d", other, at).isEqualTo(number);
            }
        }
        assertThat(columns("            ", new long[1])).as("nothing").isFalse();
        assertThat(columns("    1 3 5   ", new long[1])).as("blanks between").isFalse();
        assertThat(columns("  123456789 ", new long[1])).as("nine digits").isFalse();
    }

    @Test
    void aNumberIsReadFromItsEnd() {
        for (String text : new String[] {"0", "7", "10", "999", "1234", "90817", "654321", "1000001", "98765432"}) {
            byte[] bytes = padded("cpu99 12345678 " + text + " ");
            int end = 15 + text.length();

            assertThat(Digits.valueBefore(bytes, end, text.length())).isEqualTo(Long.parseLong(text));
        }
        for (int other = 1; other < 256; other++) {
            boolean isDigit = other >= '0' && other <= '9';
            byte[] bytes = padded("cpu99 12345678 12345678 ");
            bytes[18] = (byte) other;

            assertThat(Digits.valueBefore(bytes, 23, 8) >= 0)
                    .as("byte %d", other)
                    .isEqualTo(isDigit);
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
}
