package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.TrafficResult;
import dev.pinbench.harness.traffic.IperfReport;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reports of all clients of a trial, taken together. */
final class IperfTotals {
    private static final double LARGEST_SKEW_SHARE = 0.1;

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

    /**
     * Sums over the clients; a number that one of them does not give is not known of the whole. Clients that did not run
     * at exactly the same time had not the path for themselves all the time: what they moved together counts over the
     * whole time in which any of them ran.
     *
     * @param durationNanos for how long each client sent
     * @param skewNanos how far apart the first and the last of them ran
     */
    static TrafficResult result(
            List<IperfReport> reports, OptionalInt negotiatedMssBytes, long durationNanos, long skewNanos) {
        Long datagrams = sum(reports, IperfReport::datagrams);
        Long lost = sum(reports, IperfReport::lostDatagrams);
        return new TrafficResult(
                rate(reports, (double) durationNanos / (durationNanos + skewNanos)),
                sum(reports, IperfReport::retransmits),
                datagrams == null || lost == null || datagrams == 0 ? null : (double) lost / datagrams,
                negotiatedMssBytes.isPresent() ? negotiatedMssBytes.getAsInt() : null);
    }

    /** Why the sum over the clients does not tell what they do together, one sentence; empty if it does. */
    static List<String> together(long durationNanos, long skewNanos) {
        if (skewNanos <= LARGEST_SKEW_SHARE * durationNanos) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "the iperf3 processes ran %.2f s apart, more than %.0f %% of their time: measure longer",
                skewNanos / 1e9,
                100 * LARGEST_SKEW_SHARE));
    }

    private static @Nullable Double rate(List<IperfReport> reports, double shareOfSpan) {
        double total = 0;
        for (IperfReport report : reports) {
            Double rate = report.receivedBps();
            if (rate == null) {
                return null;
            }
            total += rate;
        }
        return reports.isEmpty() ? null : Double.valueOf(total * shareOfSpan);
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
