package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.attribution.TrafficResult;
import dev.pinbench.harness.traffic.IperfReport;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IperfTotalsTest {

    private static IperfReport tcp(@Nullable Double bps, @Nullable Long retransmits) {
        return new IperfReport("3.12", bps, retransmits, null, null, "cubic", null);
    }

    private static IperfReport udp(double bps, @Nullable Long datagrams, @Nullable Long lost) {
        return new IperfReport("3.12", bps, null, datagrams, lost, null, null);
    }

    private static TrafficResult result(IperfReport... reports) {
        return IperfTotals.result(List.of(reports), OptionalInt.empty(), 1_000_000_000L, 0);
    }

    @Test
    void clientsAddUp() {
        TrafficResult result =
                IperfTotals.result(List.of(tcp(1e9, 3L), tcp(2.5e9, 0L)), OptionalInt.of(524), 1_000_000_000L, 0);

        assertThat(result).isEqualTo(new TrafficResult(3.5e9, 3L, null, 524));
    }

    @Test
    void clientsThatRanApartCountOverTheWholeTime() {
        TrafficResult result = IperfTotals.result(
                List.of(tcp(1e9, 0L), tcp(1e9, 0L)), OptionalInt.empty(), 2_000_000_000L, 500_000_000L);

        assertThat(result.goodputBps()).isEqualTo(1.6e9);
        assertThat(IperfTotals.together(2_000_000_000L, 500_000_000L))
                .containsExactly("the iperf3 processes ran 0.50 s apart, more than 10 % of their time: measure longer");
        assertThat(IperfTotals.together(2_000_000_000L, 200_000_000L)).isEmpty();
    }

    @Test
    void lossIsTheShareOfAllDatagrams() {
        TrafficResult result = result(udp(1e6, 100L, 50L), udp(1e6, 300L, 0L));

        assertThat(result).isEqualTo(new TrafficResult(2e6, null, 0.125, null));
    }

    @Test
    void whatOneClientDoesNotSayIsNotKnownOfTheWhole() {
        assertThat(result(tcp(1e9, 3L), tcp(null, 1L)).goodputBps()).isNull();
        assertThat(result(tcp(1e9, 3L), tcp(1e9, null)).retransmits()).isNull();
        assertThat(result(udp(1e6, 10L, 1L), udp(1e6, 10L, null)).udpLostShare())
                .isNull();
        assertThat(result(udp(0, 0L, 0L)).udpLostShare()).isNull();
        assertThat(result()).isEqualTo(TrafficResult.none());
    }

    @Test
    void theFirstErrorIsTold() {
        IperfReport refused = new IperfReport(null, null, null, null, null, null, "Connection refused");

        assertThat(IperfTotals.error(List.of(tcp(1e9, 0L), refused))).isEqualTo("iperf3: Connection refused");
        assertThat(IperfTotals.error(List.of(tcp(null, 0L)))).isEqualTo("iperf3 ended without the receiver's total");
        assertThat(IperfTotals.error(List.of(tcp(1e9, 0L)))).isNull();
    }
}
