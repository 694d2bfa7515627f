package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {

    private static BitSet cpus(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }

    @Test
    void theMaskIsTheKernelsText() {
        assertThat(Steering.mask(cpus())).isEqualTo("0");
        assertThat(Steering.mask(cpus(0))).isEqualTo("1");
        assertThat(Steering.mask(cpus(0, 1))).isEqualTo("3");
        assertThat(Steering.mask(cpus(31))).isEqualTo("80000000");
        assertThat(Steering.mask(cpus(32))).isEqualTo("1,00000000");
        assertThat(Steering.mask(cpus(0, 33))).isEqualTo("2,00000001");
        assertThat(Steering.mask(cpus(63))).isEqualTo("80000000,00000000");
        assertThat(Steering.mask(cpus(64, 3))).isEqualTo("1,00000000,00000008");
        assertThat(Steering.mask(cpus(255)))
                .isEqualTo("80000000,00000000,00000000,00000000,00000000,00000000,00000000,00000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | {}",
                "00 | {}",
                "3 | {0, 1}",
                "ff | {0, 1, 2, 3, 4, 5, 6, 7}",
                "FF | {0, 1, 2, 3, 4, 5, 6, 7}",
                "00000001 | {0}",
                "80000000 | {31}",
                "00000000,00000002 | {1}",
                "1,00000000 | {32}",
                "00000001,00000000,80000001 | {0, 31, 64}"
            })
    void theTextsOfEveryKernelAreRead(String text, String expected) {
        assertThat(Steering.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 32, 33, 63, 64, 65, 128, 256, 8192})
    void aMaskReadBackIsTheSameSet(int count) {
        Random random = new Random(count);
        for (int i = 0; i < 20; i++) {
            BitSet set = new BitSet();
            random.ints(5, 0, count).forEach(set::set);

            assertThat(Steering.parse(Steering.mask(set))).isEqualTo(set);
        }
        BitSet all = new BitSet();
        all.set(0, count);
        assertThat(Steering.parse(Steering.mask(all))).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1,,2", "0x1", "1ffffffff", "-1"})
    void whatIsNoMaskIsRefused(String text) {
        assertThatThrownBy(() -> Steering.parse(text)).isInstanceOf(NumberFormatException.class);
    }
}
