package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.TrafficResult;
import dev.pinbench.harness.traffic.IperfReport;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
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
        Long datagrams = sum(reports, IperfReport::datagrams);
        Long lost = sum(reports, IperfReport::lostDatagrams);
        return new TrafficResult(
                rate(reports),
                sum(reports, IperfReport::retransmits),
                datagrams == null || lost == null || datagrams == 0 ? null : (double) lost / datagrams,
                negotiatedMssBytes.isPresent() ? negotiatedMssBytes.getAsInt() : null);
    }

    private static @Nullable Double rate(List<IperfReport> reports) {
        double total = 0;
        for (IperfReport report : reports) {
            Double rate = report.receivedBps();
            if (rate == null) {
                return null;
            }
            total += rate;
        }
        return reports.isEmpty() ? null : Double.valueOf(total);
    }

    private static @Nullable Long sum(List<IperfReport> reports, Function<IperfReport, @Nullable Long> number) {
        long total = 0;
        for (IperfReport report : reports) {
            Long value = number.apply(report);
            if (value == null) {
                return null;
            }
            total += value;
        }
        return reports.isEmpty() ? null : Long.valueOf(total);
    }
}
