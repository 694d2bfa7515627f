package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic with numbers made up: one transfer over one node by veth, and what befalls it. */
class BalanceTest {
    private static final List<Crossing> WAY = List.of(
            new Crossing("pod-a", "eth0", "veth", true, false),
            new Crossing("node-a", "veth-a", "veth", false, false),
            new Crossing("node-a", "veth-b", "veth", true, false),
            new Crossing("pod-b", "eth0", "veth", false, false));

    /** To the server: 1 SYN, 9 packets of 100 bytes, a FIN. To the client: 1 SYN-ACK and 5 acknowledgements. */
    private static final long PAYLOAD = 900;

    private static final Tally DATA = new Tally(PAYLOAD + 11 * (52 + 14) + 8, 11, 0, 0);
    private static final Tally ACKS = new Tally(6 * (52 + 14) + 8, 6, 0, 0);

    private static Link link(String namespace, String name, int index, String peer, int peerIndex, Tally rx, Tally tx) {
        return new Link(namespace, name, index, "veth", null, peer, peerIndex, null, null, 0, rx, tx);
    }

    private static List<Link> links() {
        return new ArrayList<>(List.of(
                link("pod-a", "eth0", 2, "node-a", 2, ACKS, DATA),
                link("node-a", "veth-a", 2, "pod-a", 2, DATA, ACKS),
                link("node-a", "veth-b", 3, "pod-b", 2, ACKS, DATA),
                link("pod-b", "eth0", 2, "node-a", 3, DATA, ACKS)));
    }

    private static ProtocolCounters protocols(boolean client) {
        long out = client ? 11 : 6;
        long in = client ? 6 : 11;
        return new ProtocolCounters(Map.ofEntries(
                Map.entry("Ip.OutTransmits", out),
                Map.entry("Ip.InReceives", in),
                Map.entry("IpExt.OutOctets", (client ? PAYLOAD : 0) + out * 52 + 8),
                Map.entry("IpExt.InOctets", (client ? 0 : PAYLOAD) + in * 52 + 8),
                Map.entry("IpExt.InNoECTPkts", in),
                Map.entry("IpExt.InECT0Pkts", 0L),
                Map.entry("IpExt.InECT1Pkts", 0L),
                Map.entry("IpExt.InCEPkts", 0L),
                Map.entry("Tcp.ActiveOpens", client ? 1L : 0L),
                Map.entry("Tcp.PassiveOpens", client ? 0L : 1L),
                Map.entry("Tcp.OutSegs", out),
                Map.entry("Tcp.RetransSegs", 0L),
                Map.entry("Tcp.OutRsts", 0L)));
    }

    private static Balance balance(UnaryOperator<List<Link>> doctor) {
        ProtocolCounters client = protocols(true);
        ProtocolCounters server = protocols(false);
        Snapshot counted =
                new Snapshot(doctor.apply(links()), Map.of("pod-a", client, "pod-b", server), List.of(0L, 0L));
        return new Balance(
                WAY,
                counted,
                new EndCounts("pod-a", client, List.of(new SocketEnd(40000, 5201, PAYLOAD, 0, 1, 0))),
                new EndCounts("pod-b", server, List.of(new SocketEnd(5201, 40000, 0, 0, PAYLOAD + 1, 0))));
    }

    private static List<String> remainders(Balance balance) throws AccountException {
        return balance.identities().stream()
                .filter(each -> each.remainder() != 0)
                .map(each -> each.name() + ": " + each.remainder())
                .toList();
    }

    private static UnaryOperator<List<Link>> replacing(int position, Link link) {
        return links -> {
            links.set(position, link);
            return links;
        };
    }

    @Test
    void aTransferThatLosesNothingBalances() throws Exception {
        Balance balance = balance(links -> links);

        assertThat(remainders(balance)).isEmpty();
        assertThat(balance.losses()).isEmpty();
        assertThat(balance.nodes(Set.of("node-a")))
                .containsExactly(
                        new NodeView("node-a", 2 * (DATA.bytes() + ACKS.bytes()), 0, DATA.bytes() + ACKS.bytes()));
        assertThat(balance.nodes(Set.of("node-a")).get(0).ratio()).isEqualTo(2);
    }

    @Test
    void aPacketThatNoCounterSawLostIsARemainder() throws Exception {
        Tally less = new Tally(DATA.bytes() - 166, 10, 0, 0);

        assertThat(remainders(balance(replacing(2, link("node-a", "veth-b", 3, "pod-b", 2, ACKS, less)))))
                .containsExactly("node-a/veth-a rx, veth-b tx: -100", "node-a/veth-b tx, pod-b/eth0 rx: 100");
    }

    @Test
    void anAcknowledgementThatVanishesIsMissedInTheSegments() throws Exception {
        ProtocolCounters server = protocols(false);
        Map<String, Long> oneLess = Map.of("Ip.InReceives", 5L, "IpExt.InOctets", 268L, "IpExt.InNoECTPkts", 5L);
        ProtocolCounters client = new ProtocolCounters(change(protocols(true).values(), oneLess));
        Balance balance = new Balance(
                WAY,
                new Snapshot(links(), Map.of("pod-a", client, "pod-b", server), List.of()),
                new EndCounts("pod-a", client, List.of(new SocketEnd(40000, 5201, PAYLOAD, 0, 1, 0))),
                new EndCounts("pod-b", server, List.of(new SocketEnd(5201, 40000, 0, 0, PAYLOAD + 1, 0))));

        assertThat(remainders(balance)).containsExactly("pod-b sent, pod-a received: -1");
    }

    private static Map<String, Long> change(Map<String, Long> values, Map<String, Long> changes) {
        Map<String, Long> changed = new HashMap<>(values);
        changed.putAll(changes);
        return changed;
    }

    @Test
    void aDropThatIsCountedExplainsItsHop() throws Exception {
        Tally less = new Tally(DATA.bytes() - 166, 10, 1, 0);
        Balance balance = balance(replacing(2, link("node-a", "veth-b", 3, "pod-b", 2, ACKS, less)));

        assertThat(balance.losses()).containsExactly("node-a/veth-b tx dropped: 1");
        assertThat(balance.identities())
                .filteredOn(each -> each.name().equals("node-a/veth-a rx, veth-b tx"))
                .singleElement()
                .satisfies(hop -> assertThat(hop.terms())
                        .containsExactly(Term.sum("packets dropped, by the drop counters", 1, -166)));
    }

    @Test
    void bytesOfAnInterfaceOffTheWayAreARemainder() throws Exception {
        Balance balance = balance(links -> {
            links.add(link("node-a", "br0", 9, "node-a", 9, new Tally(28, 1, 0, 0), Tally.NOTHING));
            return links;
        });

        assertThat(remainders(balance)).containsExactly("interfaces off the way: 28");
    }

    @Test
    void aCounterMayPassItsTopButNotStepBack() throws Exception {
        Snapshot first = snapshot(new Tally(-100, 5, 0, 0), 0xffff_fffeL);

        Snapshot counted = snapshot(new Tally(400, 9, 0, 0), 3).since(first);

        assertThat(counted.links().get(0).rx()).isEqualTo(new Tally(500, 4, 0, 0));
        assertThat(counted.softnetDropped()).containsExactly(5L);
        assertThatThrownBy(() -> snapshot(new Tally(400, 4, 0, 0), 3).since(first))
                .isInstanceOf(AccountException.class)
                .hasMessage("pod-a/eth0 rx packets: went from 5 to 4; counters only grow");
    }

    @Test
    void anInterfaceThatVanishesOrIsMadeAnewEndsTheAccount() {
        Snapshot first = snapshot(DATA, 0);
        Snapshot none = new Snapshot(List.of(), Map.of(), List.of(0L));
        Snapshot anew = new Snapshot(List.of(link("pod-a", "eth0", 7, "node-a", 2, DATA, DATA)), Map.of(), List.of(0L));

        assertThatThrownBy(() -> none.since(first)).hasMessage("pod-a/eth0: vanished while the traffic ran");
        assertThatThrownBy(() -> first.since(none)).hasMessage("pod-a/eth0: was made while the traffic ran");
        assertThatThrownBy(() -> anew.since(first)).hasMessage("pod-a/eth0: was made anew while the traffic ran");
    }

    private static Snapshot snapshot(Tally rx, long softnetDropped) {
        return new Snapshot(
                List.of(link("pod-a", "eth0", 2, "node-a", 2, rx, DATA)), Map.of(), List.of(softnetDropped));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG-u-nu-arab", "tr-TR"})
    void textAndJsonAreTheSameInEveryLocale(String tag) throws Exception {
        Tally less = new Tally(DATA.bytes() - 166, 10, 0, 0);
        Balance balance = balance(replacing(2, link("node-a", "veth-b", 3, "pod-b", 2, ACKS, less)));
        Account account = new Account(
                "pod-to-pod over veth, 1 node, MTU 1500, offloads as the kernel made them",
                new Payload(PAYLOAD, PAYLOAD, PAYLOAD, 0, PAYLOAD),
                balance.hops(),
                balance.identities(),
                balance.nodes(Set.of("node-a")),
                balance.losses(),
                null);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));

            assertThat(AccountText.render(account)).isEqualTo(golden("account.txt"));
            assertThat(AccountText.render(account).lines()).allMatch(line -> line.length() <= 80);
            assertThat(AccountJson.render(account)).isEqualTo(golden("account.json"));
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String golden(String name) throws Exception {
        try (InputStream in = BalanceTest.class.getResourceAsStream("/account/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void hostileNamesCannotBreakTheText() {
        Crossing hostile = new Crossing("pod-a", "e\u001b[31m\n", "veth", true, false);
        Account account = new Account(
                "t",
                new Payload(1, 1, 1, 0, 1),
                List.of(new HopCount(hostile, DATA, ACKS)),
                List.of(),
                List.of(),
                List.of(),
                null);

        assertThat(AccountText.render(account)).doesNotContain("\u001b").contains("pod-a/e");
    }
}
