package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.TrafficResult;
import dev.pinbench.harness.traffic.IperfReport;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The reports of all clients of a trial, taken together. */
final class IperfTotals {

    private IperfTotals() {}

    /** The first thing that went wrong, in iperf3's words; {@code null} if nothing did. */
    static @Nullable String error(List<IperfReport> reports) {
        for (IperfReport report : reports) {
            if (report.error() != null) {
                return "iperf3: " + report.error();
            }
            if (report.receivedBps() == null) {
                return "iperf3 ended without the receiver's total";
            }
        }
        return null;
    }

    /** Sums over the clients; a number that one of them does not give is not known of the whole. */
    static TrafficResult result(List<IperfReport> reports, OptionalInt negotiatedMssBytes) {
        Long datagrams = sum(reports.stream().map(IperfReport::datagrams).toList());
        Long lost = sum(reports.stream().map(IperfReport::lostDatagrams).toList());
        List<@Nullable Double> rates =
                reports.stream().map(IperfReport::receivedBps).toList();
        boolean rateKnown = !rates.isEmpty() && rates.stream().allMatch(Objects::nonNull);
        return new TrafficResult(
                rateKnown
                        ? reports.stream()
                                .map(IperfReport::receivedBps)
                                .filter(Objects::nonNull)
                                .mapToDouble(Double::doubleValue)
                                .sum()
                        : null,
                sum(reports.stream().map(IperfReport::retransmits).toList()),
                datagrams == null || lost == null || datagrams == 0 ? null : (double) lost / datagrams,
                negotiatedMssBytes.isPresent() ? negotiatedMssBytes.getAsInt() : null);
    }

    private static @Nullable Long sum(List<@Nullable Long> values) {
        long total = 0;
        for (Long value : values) {
            if (value == null) {
                return null;
            }
            total += value;
        }
        return values.isEmpty() ? null : total;
    }
}
