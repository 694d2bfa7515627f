package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {

    @Test
    void readsNumbersAndRangesAscendingAndOnce() {
        assertThat(CpuList.parse("8,0-3, 2 ")).containsExactly(0, 1, 2, 3, 8);
        assertThat(CpuList.parse("8191")).containsExactly(8191);
    }

    @Test
    void writesRunsAsRanges() {
        assertThat(CpuList.format(List.of(8, 3, 1, 0, 2, 3))).isEqualTo("0-3,8");
        assertThat(CpuList.format(List.of(0, 1))).isEqualTo("0-1");
        assertThat(CpuList.format(List.of(0, 2, 4, 5))).isEqualTo("0,2,4-5");
        assertThat(CpuList.format(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0-3", "0-3,8", "1,3,5-63"})
    void writesWhatItRead(String text) {
        assertThat(CpuList.format(CpuList.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the CPU list is empty; expected a list such as 0-3,8",
                "0,,1|\"\" is neither a CPU nor a range; expected a list such as 0-3,8",
                "0-|\"0-\" is neither a CPU nor a range; expected a list such as 0-3,8",
                "-1|\"-1\" is neither a CPU nor a range; expected a list such as 0-3,8",
                "0-8:2|\"0-8:2\" is neither a CPU nor a range; expected a list such as 0-3,8",
                "3-1|the range 3-1 runs backwards; expected 1-3 or a list such as 0-3,8",
                "0-999999999|CPU 999999999 is too high; Linux numbers CPUs 0-8191",
                "99999999999|\"99999999999\" is neither a CPU nor a range; expected a list such as 0-3,8",
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> CpuList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesToWriteANegativeCpu() {
        assertThatThrownBy(() -> CpuList.format(List.of(-1))).hasMessage("CPU -1 is negative");
    }
}
