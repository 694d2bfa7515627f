package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VethHeadersTest {
    private static final Crossing OUT = new Crossing("pod", "eth0", "veth", true, false);
    private static final Crossing IN = new Crossing("node", "veth", "veth", false, false);
    private static final Crossing BRIDGE = new Crossing("node", "br0", "bridge", false, false);

    private static final List<Link> LINKS =
            List.of(link("pod", "eth0", 2, "node", 7), link("node", "veth", 7, "pod", 2));

    private static Link link(String namespace, String name, int index, String peer, int peerIndex) {
        return new Link(
                namespace, name, index, "veth", null, peer, peerIndex, null, null, 0, Tally.NOTHING, Tally.NOTHING);
    }

    /** Offloads of both ends, and in which direction, if any, both count without headers. */
    @ParameterizedTest
    @CsvSource({
        "on,off,on,off,false,false",
        "on,on,on,on,false,false",
        "off,off,off,off,false,false",
        "off,off,on,on,true,false",
        "off,on,on,on,true,false",
        "on,on,off,off,false,true",
        "off,on,off,on,true,true"
    })
    void bothEndsCountWithoutWhereOneSendsNoSuperPacketsAndTheOtherMerges(
            String podTso, String podGro, String nodeTso, String nodeGro, boolean there, boolean back) {
        Map<String, String> state = Map.of(
                "pod/eth0 TSO", podTso, "pod/eth0 GRO", podGro, "node/veth TSO", nodeTso, "node/veth GRO", nodeGro);

        List<Crossing> marked = VethHeaders.mark(
                List.of(OUT, IN),
                LINKS,
                (label, feature) ->
                        Optional.ofNullable(state.get(label + " " + feature)).map("on"::equals));

        assertThat(marked).containsExactly(OUT.counting(there, back), IN.counting(there, back));
        assertThat(marked.get(0).linkHeaderBytes()).isEqualTo(there ? 0 : 14);
        assertThat(marked.get(0).reversed().linkHeaderBytes()).isEqualTo(back ? 0 : 14);
    }

    @Test
    void whatIsNotKnownOrNoVethCountsAsItsKind() {
        assertThat(VethHeaders.mark(List.of(OUT, IN, BRIDGE), LINKS, (label, feature) -> Optional.empty()))
                .containsExactly(OUT, IN, BRIDGE);
        assertThat(VethHeaders.mark(
                        List.of(BRIDGE), LINKS, (label, feature) -> Optional.of(feature == Offload.Feature.GRO)))
                .containsExactly(BRIDGE);
    }
}
