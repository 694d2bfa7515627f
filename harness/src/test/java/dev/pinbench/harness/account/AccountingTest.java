package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real iperf3 over the real kernel, in one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountingTest {
    private static final long BYTES = 4 << 20;
    private static final int MTU = 1500;
    /** The lab keeps one topology for each MTU: what a test changes there stays there. */
    private static final int MTU_OF_DISTURBED = 1400;

    @SuppressWarnings("NullAway.Init") // JUnit opens it before any test
    private Lab lab;

    @BeforeAll
    void open() throws Exception {
        lab = Lab.open(LabModes.preferred());
    }

    @AfterAll
    void close() {
        lab.close();
    }

    private static AccountOptions options(String datapath, int nodes, String offload, TrafficPath path) {
        return new AccountOptions(
                new TopologyKey(Datapaths.named(datapath), Offload.ofLevel(offload), MTU, nodes), path, BYTES, null);
    }

    private static AccountOptions disturbed(String offload) {
        return new AccountOptions(
                new TopologyKey(Datapaths.named("veth"), Offload.ofLevel(offload), MTU_OF_DISTURBED, 1),
                TrafficPath.POD_TO_POD,
                BYTES,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "veth,1,on",
        "veth,2,off",
        "bridge,1,on",
        "bridge,1,off",
        "bridge,2,on",
        "bridge,2,off",
        "routed,1,off",
        "routed,2,on",
        "vxlan,1,on",
        "vxlan,2,on",
        "vxlan,2,off",
        "veth,1,'tso=off,gso=off,gro=on'",
        "vxlan,2,'tso=off,gso=off,gro=on'",
        "bridge,2,'tso=off,gso=off,gro=on@pod-a/eth0+wire'"
    })
    void everyByteBetweenTwoPodsIsExplained(String datapath, int nodes, String offload) throws Exception {
        Account account = balanced(options(datapath, nodes, offload, TrafficPath.POD_TO_POD));

        assertThat(account.payload().written()).isGreaterThanOrEqualTo(BYTES);
        assertThat(account.payload().carried()).isPositive();
        assertThat(account.hops().get(0).towardsServer().bytes())
                .as("the pod sent its payload and headers")
                .isGreaterThan(account.payload().carried());
        NodeView client = account.nodes().get(0);
        if (nodes == 1) {
            assertThat(client.wireBytes()).isZero();
            assertThat(client.ratio()).isGreaterThanOrEqualTo(2);
        } else {
            assertThat(client.wireBytes()).isPositive();
            assertThat(account.nodes()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"POD_TO_NATIVE,1,bridge", "NATIVE_TO_POD,2,routed", "POD_TO_NATIVE,2,vxlan", "NATIVE_TO_NATIVE,2,bridge"
    })
    void everyOtherPathBalancesToo(TrafficPath path, int nodes, String datapath) throws Exception {
        balanced(options(datapath, nodes, "off", path));
    }

    @Test
    void aNodeThatEndsTheTunnelAndTheConnectionIsRefused() {
        assertThatThrownBy(() -> Accounting.draw(lab, options("vxlan", 2, "off", TrafficPath.NATIVE_TO_POD)))
                .isInstanceOf(AccountException.class)
                .hasMessageContaining("-node-a: ends the tunnel as well as the connection");
    }

    /** Of those that need more than every kernel has: what this machine supports. */
    static Stream<Arguments> others() {
        return Datapaths.all().stream()
                .filter(datapath -> List.of("macvlan", "bridge-nat", "bridge-nat-iptables", "docker")
                        .contains(datapath.name()))
                .filter(AccountingTest::isSupported)
                .map(datapath -> Arguments.of(datapath.name(), datapath.name().equals("bridge-nat") ? 1 : 2));
    }

    private static boolean isSupported(Datapath datapath) {
        try {
            return datapath.lacking(LabModes.preferred()).isEmpty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void addressesThatAreRewrittenAndMacvlanBalanceToo(String datapath, int nodes) throws Exception {
        balanced(options(datapath, nodes, "off", TrafficPath.POD_TO_POD));
    }

    /** Draws a balance that must hold, over the hops that the datapath declares. */
    private Account balanced(AccountOptions options) throws Exception {
        Account account = (Account) Accounting.draw(lab, options);

        assertThat(account.identities()).as(AccountText.render(account)).allMatch(each -> each.remainder() == 0);
        assertThat(account.balances()).isTrue();
        assertThat(account.hops())
                .as("what the kernel's routes tell is what the datapath declares")
                .extracting(hop -> hop.crossing().label() + " " + hop.crossing().kind())
                .containsExactlyElementsOf(lab.topology(options.key()).hops(options.path()).stream()
                        .map(hop -> hop.at().label() + " " + hop.kind())
                        .toList());
        return account;
    }

    /** The queue holds less than one flight of segments, so that it must drop. */
    @Test
    void packetsThatAQueueDropsAreExplainedByItsCounter() throws Exception {
        Account account = (Account) Accounting.draw(
                lab,
                disturbed("off"),
                topology -> topology.clientNode()
                        .namespace()
                        .require(
                                List.of("tc", "-batch", "-"),
                                "qdisc add dev veth-b root tbf rate 200mbit burst 10k limit 10k\n"));

        assertThat(account.losses())
                .as(AccountText.render(account))
                .anyMatch(loss -> loss.contains("node-a/veth-b queue dropped: "));
        assertThat(account.identities())
                .filteredOn(each -> each.name().endsWith("node-a/veth-a rx, veth-b tx"))
                .singleElement()
                .satisfies(hop -> {
                    assertThat(hop.right()).isLessThan(hop.left());
                    assertThat(hop.remainder()).isZero();
                    assertThat(hop.terms())
                            .singleElement()
                            .satisfies(term -> assertThat(term.reason()).startsWith("packets dropped"));
                });
        assertThat(account.balances()).as(AccountText.render(account)).isTrue();
    }

    @Test
    void aPacketOfSomebodyElseIsARemainder() throws Exception {
        int ethernetIpUdp = 14 + 20 + 8;
        Account account = (Account) Accounting.draw(
                lab,
                disturbed("on"),
                topology -> topology.clientNode()
                        .namespace()
                        .require(
                                List.of("bash"),
                                "printf hello > /dev/udp/"
                                        + topology.serverPod().address() + "/9\n"));

        assertThat(account.balances()).as(AccountText.render(account)).isFalse();
        assertThat(account.identities())
                .filteredOn(each -> each.name().endsWith("node-a/veth-a rx, veth-b tx"))
                .singleElement()
                .satisfies(hop -> assertThat(hop.right() - hop.left()).isEqualTo(ethernetIpUdp + "hello".length()));
    }
}
