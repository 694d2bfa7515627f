package dev.pinbench.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LevelOrderTest {

    private static List<String> sorted(String... levels) {
        return List.of(levels).stream().sorted(LevelOrder::compare).toList();
    }

    @Test
    void theBaselineComesFirst() {
        assertThat(sorted("server-core:100", "none")).containsExactly("none", "server-core:100");
        assertThat(sorted("0", "default")).containsExactly("default", "0");
        assertThat(sorted("off", "gro=on,tso=off", "on")).containsExactly("on", "off", "gro=on,tso=off");
    }

    @Test
    void pathsGoFromNativeToPod() {
        assertThat(sorted("pod-to-pod", "native-to-pod", "pod-to-native", "native-to-native"))
                .containsExactly("native-to-native", "pod-to-native", "native-to-pod", "pod-to-pod");
    }

    @Test
    void numbersCompareAsNumbersAlsoWithinText() {
        assertThat(sorted("1448", "88", "536")).containsExactly("88", "536", "1448");
        assertThat(sorted("parallel:16", "parallel:4", "1")).containsExactly("1", "parallel:4", "parallel:16");
        assertThat(sorted("10", "2", "2,10")).containsExactly("2", "2,10", "10");
    }

    @Test
    void onlyEqualLevelsCompareAsEqual() {
        assertThat(LevelOrder.compare("8", "08")).isNotZero();
        assertThat(LevelOrder.compare("8", "8")).isZero();
    }
}
