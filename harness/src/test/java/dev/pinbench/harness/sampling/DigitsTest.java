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
