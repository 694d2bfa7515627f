package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficPathTest {

    @ParameterizedTest
    @CsvSource({
        "native-to-native, false, false",
        "pod-to-native, true, false",
        "native-to-pod, false, true",
        "pod-to-pod, true, true"
    })
    void theLabelSaysWhereTheClientAndTheServerAre(String label, boolean clientInPod, boolean serverInPod) {
        TrafficPath path = TrafficPath.ofLabel(label);

        assertThat(path.clientInPod()).isEqualTo(clientInPod);
        assertThat(path.serverInPod()).isEqualTo(serverInPod);
    }

    @ParameterizedTest
    @EnumSource
    void everyPathIsFoundByItsLabel(TrafficPath path) {
        assertThat(TrafficPath.ofLabel(path.label())).isSameAs(path);
    }

    @Test
    void anUnknownLabelIsNamed() {
        assertThatThrownBy(() -> TrafficPath.ofLabel("pod-to-moon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pod-to-moon");
    }
}
