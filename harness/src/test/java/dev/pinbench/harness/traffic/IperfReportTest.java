package dev.pinbench.harness.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IperfReportTest {

    private static String output(String name) {
        try (InputStream in = IperfReportTest.class.getResourceAsStream("/iperf3/" + name)) {
            assertThat(in).as("captured output " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IperfReport report(String name) {
        return IperfReport.parse(output(name), "");
    }

    @ParameterizedTest
    @CsvSource({
        "3.12/tcp.json, 3.12, 998455224.0670078, 0",
        "3.12/tcp-omit.json, 3.12, 13732028801.145329, 8",
        "3.12/tcp-reverse.json, 3.12, 8511073531.999296, 31",
        "3.12/tcp-parallel.json, 3.12, 19144686373.5254, 0",
        "3.12/tcp-loss.json, 3.12, 100127613.2690108, 90",
        "3.9/tcp.json, 3.9, 1709695955.1191564, 1262",
    })
    void tcpGoodputIsTheReceiversAndRetransmitsAreTheSenders(
            String name, String version, double receivedBps, long retransmits) {
        IperfReport report = report(name);

        assertThat(report.error()).isNull();
        assertThat(report.version()).isEqualTo(version);
        assertThat(report.receivedBps()).isEqualTo(receivedBps);
        assertThat(report.retransmits()).isEqualTo(retransmits);
        assertThat(report.datagrams()).isNull();
        assertThat(report.lostDatagrams()).isNull();
        assertThat(report.congestion()).isIn("bbr", "cubic");
    }

    @ParameterizedTest
    @CsvSource({
        "3.12/udp.json, 3.12, 50059992.60140574, 191, 0",
        "3.12/udp-reverse.json, 3.12, 50064847.969138876, 191, 0",
        "3.12/udp-parallel.json, 3.12, 40356212.75038837, 154, 0",
        "3.12/udp-omit.json, 3.12, 20569017.08878441, 157, 0",
        "3.12/udp-loss.json, 3.12, 35307668.311723635, 4461, 1308",
        "3.12/udp-reverse-loss.json, 3.12, 35142331.76314603, 4461, 1323",
        "3.16/udp-loss.json, 3.16, 131580149.06754848, 2981960, 2744190",
        "3.17.1/udp.json, 3.17.1, 946113.1129562902, 98, 0",
        "3.18/udp.json, 3.18, 1301966.8766880264, 5, 0",
    })
    void udpGoodputIsWhatTheReceiverGotAndTheLossIsTakenOffOnce(
            String name, String version, double receivedBps, long datagrams, long lost) {
        IperfReport report = report(name);

        assertThat(report.error()).isNull();
        assertThat(report.version()).isEqualTo(version);
        assertThat(report.receivedBps()).isEqualTo(receivedBps);
        assertThat(report.datagrams()).isEqualTo(datagrams);
        assertThat(report.lostDatagrams()).isEqualTo(lost);
        assertThat(report.retransmits()).isNull();
        assertThat(report.congestion()).isNull();
    }

    @Test
    void receivedUdpIsTheDatagramsThatArrivedOverTheReceiversTime() {
        // 4461 - 1308 datagrams of 1400 bytes in 1.000168 s, as the server counted them.
        double counted = (4461 - 1308) * 1400 * 8 / 1.000168;

        assertThat(report("3.12/udp-loss.json").receivedBps()).isCloseTo(counted, within(counted * 1e-6));
    }

    @Test
    void beforeTheReceiversBytesHadAnObjectTheyAreTheSentOnesWithoutTheLoss() {
        String lossless = output("3.9/udp.json");
        String lossy = lossless.replace("\"lost_packets\":\t0", "\"lost_packets\":\t10");
        assertThat(lossy).isNotEqualTo(lossless);

        double all = 1_310_720 * 8 / 10.000115;
        assertThat(IperfReport.parse(lossless, "").receivedBps()).isCloseTo(all, within(1e-3));
        IperfReport report = IperfReport.parse(lossy, "");
        assertThat(report.receivedBps()).isCloseTo(all * 30 / 40, within(1e-3));
        assertThat(report.datagrams()).isEqualTo(40);
        assertThat(report.lostDatagrams()).isEqualTo(10);
    }

    @Test
    void oldAndNewReportsOfTheSameTrafficAgree() {
        String whole = output("3.12/udp-loss.json");
        String old = whole.replace("\"sum_received\"", "\"another_name\"");
        assertThat(old).isNotEqualTo(whole);

        double expected = 35_307_668.3;
        assertThat(IperfReport.parse(old, "").receivedBps()).isCloseTo(expected, within(expected * 1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "3.12/refused.json, 3.12, unable to connect to server: Connection refused",
        "3.12/busy.json, 3.12, the server is busy running a test. try again later",
        "3.12/server-port-occupied.json, 3.12," + " unable to start listener for connections: Address already in use",
        "3.7/refused.json, 3.7, unable to connect to server: Connection refused",
        "3.17.1/closed.json, 3.17.1, control socket has closed unexpectedly",
    })
    void anErrorIsInIperfsOwnWordsAndNoNumberIsMadeUp(String name, String version, String error) {
        IperfReport report = report(name);

        assertThat(report).isEqualTo(new IperfReport(version, null, null, null, null, null, error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "iperf3: command not found", "{\"start\":", "[1]", "null", "3"})
    void textThatIsNoReportBecomesTheError(String text) {
        IperfReport report = IperfReport.parse(text, "");

        assertThat(report.error()).startsWith("iperf3 wrote no ");
        assertThat(report.receivedBps()).isNull();
        assertThat(report.retransmits()).isNull();
    }

    @Test
    void aReportCutShortIsAnError() {
        String whole = output("3.12/tcp.json");

        assertThat(IperfReport.parse(whole.substring(0, whole.length() / 2), "").error())
                .isNotNull();
    }

    @Test
    void valuesOfTheWrongKindAreMissingNotZero() {
        IperfReport report = IperfReport.parse(
                "{\"start\": {\"version\": 3}, \"error\": 7, \"end\": {\"sum_received\":"
                        + " {\"bits_per_second\": \"fast\"}, \"sum_sent\": {\"retransmits\": null}}}",
                "");

        assertThat(report).isEqualTo(new IperfReport(null, null, null, null, null, null, null));
    }

    @Test
    void wrongArgumentsAreToldOnStandardError() {
        assertThat(IperfReport.parse(
                                "Usage: iperf3 [-s|-c host] [options]\n",
                                "iperf3: parameter error - socket buffer size too large (maximum = 536870912 bytes)\n")
                        .error())
                .isEqualTo("iperf3 wrote no JSON: iperf3: parameter error - socket buffer size too large"
                        + " (maximum = 536870912 bytes)");
    }
}
