package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.Offload.Feature;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffloadTest {

    @Test
    void onLeavesTheKernelsOwnState() {
        assertThat(Offload.ofLevel("on").switches()).isEmpty();
    }

    @Test
    void offIsSegmentationForEachPacket() {
        assertThat(Offload.ofLevel("off").switches())
                .isEqualTo(Map.of(Feature.TSO, false, Feature.GSO, false, Feature.GRO, false));
    }

    @Test
    void writesSwitchesInOneOrder() {
        assertThat(Offload.ofLevel("tx=on,tso=off").canonical()).isEqualTo("tso=off,tx=on");
        assertThat(Offload.ofLevel("tx=on,tso=off").ethtoolArguments()).containsExactly("tso", "off", "tx", "on");
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Offload.ofLevel("lro=on"))
                .hasMessage("no offload switch is called lro; there are tso, gso, gro, tx");
        assertThatThrownBy(() -> Offload.ofLevel("tso=off,tso=on")).hasMessage("offload switch tso is given twice");
        assertThatThrownBy(() -> Offload.ofLevel("maybe")).hasMessageContaining("expected on, off or switches");
    }

    @Test
    void readsWhatEthtoolPrints() {
        String printed = """
                Features for wire:
                rx-checksumming: on
                tx-checksumming: on
                \ttx-checksum-ipv4: off [fixed]
                tcp-segmentation-offload: off
                \ttx-tcp-segmentation: off
                generic-segmentation-offload: off [requested on]
                """;
        assertThat(Offload.parse(printed)).isEqualTo(Map.of(Feature.TX, true, Feature.TSO, false, Feature.GSO, false));
        assertThat(Offload.describe(Offload.parse(printed))).isEqualTo("tso=off gso=off gro=unknown tx=on");
    }
}
