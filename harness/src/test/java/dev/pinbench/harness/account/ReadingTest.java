package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.LinkReader;
import dev.pinbench.harness.links.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What programs and kernel files say, and what becomes of it when it is not what was expected. */
class ReadingTest {

    /** Lines of ss from iproute2 6.1.0 on kernel 6.18: a client, a dual-stack server, a listener. */
    private static final String SS = """
            UNCONN 1 0 10.0.0.2:52998 10.0.0.3:5201 wscale:10,10 rto:204 bytes_sent:4194341 bytes_retrans:1448 \
            bytes_acked:4194343 bytes_received:1 segs_out:2916 segs_in:92
            UNCONN 1 0 [::ffff:10.0.0.3]:5201 [::ffff:10.0.0.2]:52998 wscale:10,10 rto:204 bytes_acked:1 \
            bytes_received:4194342 segs_out:91 rcv_ooopack:45
            UNCONN 0 0 *:5201 *:* rto:1000 mss:536 cwnd:10
            """;

    private static final String LINK = """
            [{"ifindex":2,"link_index":3,"ifname":"veth-a","master":"br0","link_netnsid":0,
              "linkinfo":{"info_kind":"veth"},
              "stats64":{"rx":{"bytes":18446744073709551615,"packets":2,"dropped":0,"errors":0},
                         "tx":{"bytes":1,"packets":1,"dropped":4,"errors":0}}}]
            """;

    @Test
    void socketsThatEndedAreReadAndListenersAreNot() {
        assertThat(SocketEnd.parse(SS))
                .containsExactly(
                        new SocketEnd(52998, 5201, 4194341, 1448, 1, 0), new SocketEnd(5201, 52998, 0, 0, 4194342, 45));
        assertThat(SocketEnd.parse("")).isEmpty();
    }

    @Test
    void aLinkNamesItsPeerAndKeepsAllBitsOfItsCounters() throws Exception {
        Map<Integer, String> names = LinkReader.namespaceNames("[{\"nsid\":0,\"name\":\"pod-a\"}]");

        assertThat(LinkReader.links("node-a", LINK, names, Map.of("veth-a", 7L)))
                .containsExactly(new Link(
                        "node-a",
                        "veth-a",
                        2,
                        "veth",
                        "br0",
                        "pod-a",
                        3,
                        null,
                        null,
                        7,
                        new Tally(-1, 2, 0, 0),
                        new Tally(1, 1, 4, 0)));
    }

    @Test
    void aCounterThatIsMissingIsNotZero() {
        assertThatThrownBy(() -> LinkReader.links("node-a", LINK.replace("\"dropped\":4,", ""), Map.of(), Map.of()))
                .isInstanceOf(LinkException.class)
                .hasMessage("ip link in node-a: expected a whole number as tx.dropped of veth-a");
        assertThatThrownBy(() -> LinkReader.links("node-a", "oops", Map.of(), Map.of()))
                .isInstanceOf(LinkException.class)
                .hasMessageStartingWith("ip link in node-a: expected JSON");
        assertThatThrownBy(() -> new ProtocolCounters(Map.of()).get("Ip.InReceives"))
                .hasMessage("/proc/net/snmp and netstat: this kernel has no counter Ip.InReceives");
    }

    @Test
    void onlyRootQueuesCount() throws Exception {
        assertThat(LinkReader.queueDrops("node-a", """
                        [{"kind":"tbf","handle":"1:","dev":"wire","root":true,"drops":3},
                         {"kind":"bfifo","parent":"1:1","dev":"wire","drops":3}]
                        """)).containsExactlyEntriesOf(Map.of("wire", 3L));
    }

    @Test
    void protocolCountersComeInPairsOfLines() throws Exception {
        ProtocolCounters counters = ProtocolCounters.parse("f", List.of("Tcp: MaxConn OutSegs", "Tcp: -1 12"));

        assertThat(counters.get("Tcp.OutSegs")).isEqualTo(12);
        assertThatThrownBy(() -> ProtocolCounters.parse("f", List.of("Tcp: A B", "Tcp: 1")))
                .hasMessage("f:2: expected a value for each name of the line before");
        assertThatThrownBy(() -> ProtocolCounters.parse("f", List.of("Tcp: A", "Tcp: x")))
                .hasMessage("f:2: expected a whole number as Tcp.A");
    }

    @Test
    void socketTablesTellListenersAndConnections() {
        String head = "  sl  local_address rem_address   st";
        String listening = "   0: 00000000:1451 00000000:0000 0A 0";
        String timeWait = "   1: 0100007F:1451 0100007F:C350 06 0";
        String finWait = "   2: 0100007F:1451 0100007F:C350 04 0";

        assertThat(SocketTable.listens(List.of(head, listening), 5201)).isTrue();
        assertThat(SocketTable.listens(List.of(head, timeWait), 5201)).isFalse();
        assertThat(SocketTable.atRest(List.of(head, listening, timeWait))).isTrue();
        assertThat(SocketTable.atRest(List.of(head, listening, finWait))).isFalse();
    }

    @Test
    void softnetIsHexadecimal() throws Exception {
        assertThat(CounterReader.softnetDropped(List.of("00000001 0000000a 0", "00000001 ffffffff 0")))
                .containsExactly(10L, 0xffff_ffffL);
        assertThatThrownBy(() -> CounterReader.softnetDropped(List.of("00000001")))
                .isInstanceOf(AccountException.class);
    }

    @Test
    void aWayThatLeadsInACircleOrNowhereIsAnError() {
        Tally none = Tally.NOTHING;
        Link podEnd = new Link("pod-a", "eth0", 2, "veth", null, "node-a", 2, null, null, 0, none, none);
        Link nodeEnd = new Link("node-a", "veth-a", 2, "veth", null, "pod-a", 2, null, null, 0, none, none);

        assertThatThrownBy(() -> PathFinder.find(
                        List.of(podEnd, nodeEnd),
                        (namespace, arrivedOn, to) -> Optional.of(namespace.equals("pod-a") ? "eth0" : "veth-a"),
                        "pod-a",
                        "pod-b",
                        "198.18.2.2"))
                .isInstanceOf(AccountException.class)
                .hasMessageStartingWith("the way to 198.18.2.2 does not end: [pod-a/eth0, node-a/veth-a, ");
        assertThatThrownBy(() -> PathFinder.find(
                        List.of(podEnd),
                        (namespace, arrivedOn, to) -> Optional.of("eth0"),
                        "pod-a",
                        "pod-b",
                        "198.18.2.2"))
                .hasMessage("pod-a/eth0: its other end, number 2 in node-a, is not there");
    }
}
