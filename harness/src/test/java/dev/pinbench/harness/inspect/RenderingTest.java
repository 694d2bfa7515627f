package dev.pinbench.harness.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** One inspection with everything in it, as text and as JSON. */
class RenderingTest {
    private static final Tally MANY = new Tally(1_234_567, 1234, 5, 0);
    private static final Settings VIRTUAL = new Settings(
            new TreeMap<>(Map.of("tso", new Settings.Offload(true, false))),
            "veth",
            null,
            Map.of("rx-0", "0"),
            Map.of("tx-0", "00000000,00000003"),
            false);

    private static Device device(String name, @Nullable String kind, @Nullable Tunnel tunnel) {
        return new Device(
                new Link("1", name, 2, kind, tunnel == null ? "br0" : null, "1", 3, null, null, 0, MANY, MANY),
                1450,
                "02:00:00:00:00:01",
                true,
                "noqueue",
                List.of("10.0.0.2/24"),
                null,
                tunnel,
                null,
                false,
                List.of());
    }

    private static Hop hop(String namespace, long inode, Device device, Settings settings, boolean sends) {
        boolean card = device.kind().equals("device");
        return new Hop(
                namespace,
                inode,
                "route to 10.0.1.2 via 10.0.0.1 dev " + device.name() + ", table 100 (rule 32765: from 10.0.0.2)",
                sends,
                card,
                device,
                settings,
                card ? List.of() : List.of(new Program("tcx/ingress", 784, "cil_\u001b[31mnetdev")),
                card ? List.of() : List.of(new Reader("tcp\u001b[2Jdump", 4711, Reader.By.PACKET_SOCKET)),
                card
                        ? List.of(new Irq(38, "virtio2-input.0", "0-1", "1", Map.of(1, 3335L), Map.of(1, 65L, 0, 2L)))
                        : List.of(),
                sends ? new Hop.Counts(MANY, Tally.NOTHING, card ? 7L : null) : null);
    }

    private static Inspection inspection() {
        Settings card = new Settings(
                new TreeMap<>(Map.of(
                        "gro", new Settings.Offload(true, false), "udp-tunnel", new Settings.Offload(false, true))),
                "virtio_net",
                "0000:00:03.0",
                new TreeMap<>(Map.of("rx-0", "2", "rx-1", "2", "rx-2", "0")),
                Map.of(),
                null);
        return new Inspection(
                "docker:we\u202eb",
                "203.0.113.1",
                true,
                "10.0.0.2",
                List.of(
                        hop("pod \u001b]0;x\u0007", 11, device("e\"th\n0", "veth", null), VIRTUAL, true),
                        hop("host", 12, device("veth1", "veth", null), VIRTUAL, false),
                        hop(
                                "host",
                                12,
                                device("vx", "vxlan", new Tunnel(1, 8472, "10.1.0.1", null, "eth0", false)),
                                Settings.UNKNOWN,
                                true),
                        hop("host", 12, device("eth0", null, null), card, true)),
                "leaves the machine by eth0, next hop 10.1.0.254",
                true,
                List.of(
                        new NamespaceFacts("pod", 11, null, null, null, null),
                        new NamespaceFacts(
                                "host",
                                12,
                                List.of(new NatRule("nft", "ip nat post", "oifname eth0 masquerade")),
                                true,
                                12L,
                                true)),
                new Cilium(
                        List.of("/sys/fs/bpf/tc/globals/cilium_lxc", "/sys/fs/bpf/tc/globals/cilium_metrics"),
                        List.of(
                                new Cilium.Endpoint(
                                        "10.0.0.2", 1234, 12345L, 7, "02:00:00:00:00:01", "06:00:00:00:00:02", false),
                                new Cilium.Endpoint(
                                        "fd00:0:0:0:0:0:0:1",
                                        0,
                                        null,
                                        0,
                                        "00:00:00:00:00:00",
                                        "00:00:00:00:00:00",
                                        true)),
                        List.of(
                                new Cilium.Count("egress", false, 0, 1_234_567, 9_876_543_210L),
                                new Cilium.Count("ingress", true, 133, 12, 1200))),
                List.of("bpftool 7.1.0 does not tell of programs attached by tcx or netkit; 7.3 or later does"),
                2.0);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = RenderingTest.class.getResourceAsStream("/inspect/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG-u-nu-arab", "tr-TR"})
    void textAndJsonAreTheSameInEveryLocale(String tag) throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));

            assertThat(InspectionText.render(inspection())).isEqualTo(golden("inspection.txt"));
            assertThat(InspectionJson.render(inspection())).isEqualTo(golden("inspection.json"));
        } finally {
            Locale.setDefault(before);
        }
        assertThat(InspectionText.render(inspection()).lines()).allMatch(line -> line.length() <= 80);
        assertThat(InspectionText.render(inspection())).doesNotContain("\u001b", "\u202e", "\u0007");
    }

    @Test
    void theFigureHasEveryHopWithItsCountsAndNothingThatSteers() throws Exception {
        String svg = InspectionDrawing.of(inspection()).svg("inspect");

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
        assertThat(svg)
                .doesNotContain("\u001b", "\u202e", "\u0007", "<script", "href")
                .contains(
                        ">What a packet crosses: docker:we\\u202Eb<",
                        ">host net:[12]<",
                        ">tx eth0<",
                        ">0 bit/s<",
                        ">0 packets/s<",
                        ">the other way 4.94 Mbit/s in 617 packets/s<",
                        ">12 dropped, 7 of them in its queue<",
                        ">read by tcp\\u001B[2Jdump (pid 4711) by packet socket<",
                        ">here: 1 NAT rule, conntrack in the way<",
                        ">leaves the machine by eth0, next hop 10.1.0.254<");
    }
}
