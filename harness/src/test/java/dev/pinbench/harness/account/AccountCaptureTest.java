package dev.pinbench.harness.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.capture.CaptureException;
import dev.pinbench.harness.capture.CaptureRequest;
import dev.pinbench.harness.capture.ChecksumCount;
import dev.pinbench.harness.capture.DirectionCount;
import dev.pinbench.harness.capture.HopCapture;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real tcpdump beside real iperf3 over the real kernel, in one lab. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountCaptureTest {
    private static final long BYTES = 2 << 20;
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

    private static AccountOptions options(
            String datapath, int nodes, String offload, int mtuBytes, @Nullable Path folder) {
        return new AccountOptions(
                new TopologyKey(Datapaths.named(datapath), Offload.ofLevel(offload), mtuBytes, nodes),
                TrafficPath.POD_TO_POD,
                BYTES,
                new CaptureRequest(folder, said -> assertThat(said).startsWith("capturing at most about ")));
    }

    /** What came of it; empty where an ordinary user's tcpdump must refuse, which is then what is tested. */
    private Optional<Account> draw(AccountOptions options, Accounting.Between between) throws Exception {
        if (!LabModes.isRoot()) {
            assertThatThrownBy(() -> Accounting.draw(lab, options, between))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("run as root");
            return Optional.empty();
        }
        return Optional.of((Account) Accounting.draw(lab, options, between));
    }

    private static Captured captured(Account account) {
        Captured captured = account.captured();
        assertThat(captured).as(AccountText.render(account)).isNotNull();
        if (captured == null) {
            throw new AssertionError();
        }
        assertThat(captured.lost()).isZero();
        assertThat(captured.refusals()).isEmpty();
        assertThat(captured.isExplained()).as(AccountText.render(account)).isTrue();
        assertThat(captured.hops())
                .as("every hop of the way, in order")
                .extracting(hop -> hop.capture().label())
                .containsExactlyElementsOf(account.hops().stream()
                        .map(hop -> hop.crossing().label())
                        .toList());
        return captured;
    }

    @ParameterizedTest
    @CsvSource({"veth,1,on", "bridge,1,off", "vxlan,2,on"})
    void everyHopCountsWhatIsCaptured(String datapath, int nodes, String offload) throws Exception {
        Optional<Account> drawn = draw(options(datapath, nodes, offload, MTU, null), topology -> {});
        if (drawn.isEmpty()) {
            return;
        }
        Account account = drawn.get();
        assertThat(account.isExplained()).as(AccountText.render(account)).isTrue();
        List<CapturedHop> hops = captured(account).hops();
        for (int i = 0; i < hops.size(); i++) {
            HopCapture capture = hops.get(i).capture();
            assertThat(hops.get(i).differences()).isEmpty();
            assertThat(capture.towardsServer().packets())
                    .isEqualTo(account.hops().get(i).towardsServer().packets())
                    .isPositive();
            assertThat(capture.towardsClient().packets())
                    .isEqualTo(account.hops().get(i).towardsClient().packets())
                    .isPositive();
            assertThat(capture.other().packets()).isZero();
            assertThat(capture.towardsServer().superPackets() > 0).isEqualTo(offload.equals("on"));
            for (DirectionCount direction : List.of(capture.towardsServer(), capture.towardsClient())) {
                assertThat(direction.handshakeSegments())
                        .as("iperf3's control connection and its data")
                        .isEqualTo(2);
                ChecksumCount checksums = direction.checksums();
                assertThat(checksums.wrong()).isZero();
                assertThat(checksums.unchecked()).isZero();
                assertThat(checksums.good() + checksums.unfinished()).isEqualTo(direction.packets());
            }
            assertThat(capture.file()).isNull();
        }
    }

    /** A veth counts without Ethernet headers what it receives by NAPI. */
    @Test
    void packetsThatAVethTakesByNapiAreExplained() throws Exception {
        Optional<Account> drawn = draw(options("veth", 1, "tso=off,gso=off,gro=on", MTU, null), topology -> {});
        if (drawn.isEmpty()) {
            return;
        }
        Account account = drawn.get();
        assertThat(account.isExplained()).as(AccountText.render(account)).isTrue();
        assertThat(captured(account).hops().get(3).capture().towardsServer().superPackets())
                .isPositive();
    }

    /** The pod makes its checksums itself then, and those of the tunnel, which are looked at too, are made by its node. */
    @Test
    void packetsThatAreMergedBeforeTheCaptureSeesThemAreExplained() throws Exception {
        Optional<Account> drawn = draw(options("vxlan", 2, "tx=off", MTU, null), topology -> {});
        if (drawn.isEmpty()) {
            return;
        }
        Captured captured = captured(drawn.get());
        for (CapturedHop hop : captured.hops()) {
            HopCapture capture = hop.capture();
            boolean outOfTunnel = capture.label().endsWith("node-b/flannel.1");
            DirectionCount data = capture.towardsServer();
            if (outOfTunnel && !hop.differences().isEmpty()) {
                assertThat(hop.differences())
                        .allSatisfy(difference -> assertThat(difference.reason())
                                .startsWith("merged (GRO) between the counter and the capture"));
                assertThat(data.superPackets()).isPositive();
            } else {
                assertThat(hop.differences()).as(capture.label()).isEmpty();
                assertThat(data.checksums().good()).isEqualTo(data.packets());
            }
        }
    }

    /** What a queue drops is sent again by the pod, and seen twice only before the queue. */
    @Test
    void whatIsSentAgainIsSeenWhereItGoesByTwice(@TempDir Path folder) throws Exception {
        Path kept = folder.resolve("kept");
        Optional<Account> drawn = draw(
                options("veth", 1, "off", MTU_OF_DISTURBED, kept),
                topology -> topology.clientNode()
                        .namespace()
                        .require(
                                List.of("tc", "-batch", "-"),
                                "qdisc add dev veth-b root tbf rate 200mbit burst 10k limit 10k\n"));
        if (drawn.isEmpty()) {
            return;
        }
        Captured captured = captured(drawn.get());
        assertThat(captured.hops().get(0).capture().towardsServer().again()).isPositive();
        assertThat(captured.hops().get(1).capture().towardsServer().again())
                .isEqualTo(captured.hops().get(0).capture().towardsServer().again());
        assertThat(captured.hops().get(3).capture().towardsServer().again())
                .isLessThan(captured.hops().get(0).capture().towardsServer().again());
        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files.sorted().toList())
                    .as("for Wireshark")
                    .containsExactlyElementsOf(captured.hops().stream()
                            .map(hop -> hop.capture().file())
                            .toList())
                    .allSatisfy(file -> assertThat(Files.size(file)).isGreaterThan(BYTES / 2));
        }
    }
}
