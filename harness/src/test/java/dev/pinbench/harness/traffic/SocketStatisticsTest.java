package dev.pinbench.harness.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SocketStatisticsTest {

    /** What {@code ss -t -i -n -H -O} of iproute2 6.1 printed while iperf3 ran {@code -M 536 -P 2}. */
    private static String captured() {
        try (InputStream in = SocketStatisticsTest.class.getResourceAsStream("/ss/iperf3-mss-536-two-streams.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSegmentSizeIsThatOfTheBusiestConnectionNotOfIperfsControlOne() {
        // 536 asked for, less 12 bytes of TCP timestamps.
        assertThat(SocketStatistics.parse(captured())).hasValue(524);
    }

    @Test
    void theOrderOfTheConnectionsDoesNotMatter() {
        List<String> lines = captured().lines().toList();
        for (int shift = 0; shift < lines.size(); shift++) {
            String turned = Stream.concat(
                            lines.stream().skip(shift), lines.stream().limit(shift))
                    .collect(Collectors.joining("\n"));

            assertThat(SocketStatistics.parse(turned)).hasValue(524);
        }
    }

    @Test
    void advertisedAndReceiveSizesAreNotTheSizeInForce() {
        assertThat(SocketStatistics.parse("ESTAB 0 0 a:1 b:2 cubic rcvmss:1 advmss:2 bytes_sent:9"))
                .isEmpty();
        assertThat(SocketStatistics.parse("ESTAB 0 0 a:1 b:2 cubic rcvmss:1 mss:3 advmss:2 bytes_sent:9"))
                .hasValue(3);
    }

    @Test
    void aConnectionWithoutBytesStillCounts() {
        assertThat(SocketStatistics.parse("ESTAB 0 0 a:1 b:2 cubic mss:1448")).hasValue(1448);
    }

    @Test
    void noConnectionIsNoAnswer() {
        assertThat(SocketStatistics.parse("")).isEmpty();
        assertThat(SocketStatistics.parse("LISTEN 0      4096   *:5201 *:* bbr cwnd:10\n"))
                .isEmpty();
    }
}
