package dev.pinbench.harness.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** In the words of tcpdump 4.99.3. */
class CaptureStatisticsTest {
    private static final String LISTENING =
            "tcpdump: listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n";
    private static final String ASKED =
            "tcpdump: 0 packets captured, 1 packet received by filter, 0 packets dropped by kernel\n";
    private static final String END =
            "212 packets captured\n218 packets received by filter\n6 packets dropped by kernel\n";

    @Test
    void theLastReportCounts() {
        assertThat(CaptureStatistics.last(LISTENING)).isEmpty();
        assertThat(CaptureStatistics.last(LISTENING + ASKED)).contains(new CaptureStatistics(0, 1, 0));
        assertThat(CaptureStatistics.last(LISTENING + ASKED + END)).contains(new CaptureStatistics(212, 218, 6));
        assertThat(CaptureStatistics.last(END + "3 packets dropped by interface\n"))
                .contains(new CaptureStatistics(212, 218, 6));
        assertThat(CaptureStatistics.reports(LISTENING + ASKED + ASKED + END)).isEqualTo(3);
        assertThat(CaptureStatistics.reports(LISTENING + ASKED + ASKED.substring(0, 60)))
                .as("half a line is no report")
                .isEqualTo(1);
    }

    @Test
    void whatCameIsWrittenOrWasDropped() {
        assertThat(new CaptureStatistics(0, 1, 0).isDrained()).isFalse();
        assertThat(new CaptureStatistics(212, 218, 6).isDrained()).isTrue();
        assertThat(new CaptureStatistics(211, 218, 6).isDrained()).isFalse();
    }
}
