package dev.pinbench.harness.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final List<String> UDP = List.of(
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref",
            "  812: 00000000:1451 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4711 2 0 0");

    @Test
    void asManyInARowAreTakenAsAreFree() {
        assertThat(Ports.firstFree(Set.of(), 4)).isEqualTo(5201);
        assertThat(Ports.firstFree(Set.of(5201), 1)).isEqualTo(5202);
        assertThat(Ports.firstFree(Set.of(5203), 2)).isEqualTo(5201);
        assertThat(Ports.firstFree(Set.of(5203), 3)).isEqualTo(5204);
        assertThat(Ports.firstFree(Set.of(5202, 5204, 5206), 2)).isEqualTo(5207);
    }

    @Test
    void thereIsAnEnd() {
        TreeSet<Integer> all = new TreeSet<>();
        for (int port = 5201; port <= 6201; port++) {
            all.add(port);
        }
        assertThat(Ports.firstFree(all, 1)).isNegative();
    }

    @Test
    void aUdpSocketHasNoStateToTell() {
        assertThat(ListeningSocket.ports(UDP, false)).containsExactlyEntriesOf(Map.of(5201, "4711"));
        assertThat(ListeningSocket.ports(UDP, true)).isEmpty();
    }
}
