package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.Offload.Feature;
import java.util.List;
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
    void hopsAreNamedBehindAnAt() {
        Offload offload = Offload.ofLevel("tx=off@wire+pod-a/eth0");

        assertThat(offload.switches()).isEqualTo(Map.of(Feature.TX, false));
        assertThat(offload.canonical()).isEqualTo("tx=off@pod-a/eth0+wire");
        assertThat(Offload.ofLevel(offload.canonical())).isEqualTo(offload);
        assertThat(Offload.ofLevel("off@wire").canonical()).isEqualTo("tso=off,gso=off,gro=off@wire");
        for (String wrong : List.of("tx=off@", "tx=off@a/eth0", "tx=off@wire+", "tx=off@a@b")) {
            assertThatThrownBy(() -> Offload.ofLevel(wrong))
                    .hasMessageStartingWith("expected an interface such as wire or pod-a/eth0, but found");
        }
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Offload.ofLevel("lro=on"))
                .hasMessage(
                        "no offload switch is called lro; there are tso, gso, gro, tx," + " tx-udp_tnl-segmentation");
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
                \ttx-udp_tnl-segmentation: on
                \ttx-udp_tnl-csum-segmentation: off
                tcp-segmentation-offload: off
                \ttx-tcp-segmentation: off
                generic-segmentation-offload: off [requested on]
                """;
        assertThat(Offload.parse(printed))
                .isEqualTo(Map.of(Feature.TX, true, Feature.TSO, false, Feature.GSO, false, Feature.UDP_TUNNEL, true));
        assertThat(Offload.describe(Offload.parse(printed)))
                .isEqualTo("tso=off gso=off gro=unknown tx=on tx-udp_tnl-segmentation=on");
    }
}
