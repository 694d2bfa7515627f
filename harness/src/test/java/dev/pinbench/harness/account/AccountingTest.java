package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real iperf3 over the real kernel, in one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountingTest {
    private static final long BYTES = 4 << 20;
    private static final int MTU = 1500;

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
                new TopologyKey(Datapaths.named(datapath), Offload.ofLevel(offload), MTU, nodes), path, BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "veth,1,on",
        "veth,1,off",
        "veth,2,on",
        "veth,2,off",
        "bridge,1,on",
        "bridge,1,off",
        "bridge,2,on",
        "bridge,2,off"
    })
    void everyByteBetweenTwoPodsIsExplained(String datapath, int nodes, String offload) throws Exception {
        Account account = Accounting.draw(lab, options(datapath, nodes, offload, TrafficPath.POD_TO_POD));

        assertThat(account.identities()).as(AccountText.render(account)).allMatch(each -> each.remainder() == 0);
        assertThat(account.balances()).isTrue();
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
    @CsvSource({"POD_TO_NATIVE,1", "NATIVE_TO_POD,1", "POD_TO_NATIVE,2", "NATIVE_TO_POD,2", "NATIVE_TO_NATIVE,2"})
    void everyOtherPathBalancesToo(TrafficPath path, int nodes) throws Exception {
        Account account = Accounting.draw(lab, options("bridge", nodes, "off", path));

        assertThat(account.identities()).as(AccountText.render(account)).allMatch(each -> each.remainder() == 0);
    }

    @Test
    void packetsThatVanishInTheNodeAreARemainder() throws Exception {
        AccountOptions options = new AccountOptions(
                new TopologyKey(Datapaths.named("veth"), Offload.ofLevel("off"), 1400, 1), TrafficPath.POD_TO_POD, BYTES);
        Account account = Accounting.draw(
                lab,
                options,
                topology -> node(topology.clientNode().namespace())
                        .require(
                                List.of("tc", "-batch", "-"),
                                "qdisc add dev veth-b root netem loss 2%\n"));

        assertThat(account.balances()).as(AccountText.render(account)).isFalse();
        assertThat(account.identities())
                .filteredOn(each -> each.remainder() != 0)
                .extracting(Identity::name)
                .anyMatch(name -> name.contains("veth-a rx, veth-b tx"));
    }

    private static LabNamespace node(LabNamespace namespace) {
        return namespace;
    }
}
