package dev.pinbench.harness.account;

import dev.pinbench.harness.capture.ChecksumCount;
import dev.pinbench.harness.capture.DirectionCount;
import dev.pinbench.harness.capture.HopCapture;
import dev.pinbench.harness.process.Printable;
import java.nio.file.Path;
import java.util.Locale;

/** Captured packets as text of at most 80 columns. */
final class CaptureText {
    private static final String HEAD = """

            CAPTURE, the packets themselves. super: longer than the MTU; SYN: of handshakes;
            again: payload that had gone by before; open: checksum left to be finished
                             packets           bytes     super  SYN   again      open  wrong
            """;

    private CaptureText() {}

    static void append(StringBuilder out, Captured captured) {
        out.append(HEAD);
        captured.hops().forEach(hop -> hop(out, hop));
        out.append('\n');
        captured.refusals().forEach(refusal -> refusal(out, refusal, captured));
        verdict(out, captured);
        for (CapturedHop hop : captured.hops()) {
            Path file = hop.capture().file();
            if (file != null) {
                out.append("  kept: ").append(Printable.escape(file.toString())).append('\n');
            }
        }
    }

    private static void hop(StringBuilder out, CapturedHop hop) {
        HopCapture capture = hop.capture();
        out.append("  ").append(Printable.escape(capture.label())).append('\n');
        direction(out, "to server", capture.towardsServer());
        direction(out, "to client", capture.towardsClient());
        if (capture.other().packets() != 0) {
            direction(out, "others'", capture.other());
        }
        if (capture.lost() != 0) {
            TextColumns.wrapped(
                    out,
                    "    ",
                    String.format(
                            Locale.ROOT, "lost by the capture: %,d; the counts are lower bounds", capture.lost()));
        }
        hop.differences().forEach(difference -> difference(out, difference));
    }

    private static void direction(StringBuilder out, String name, DirectionCount count) {
        ChecksumCount checksums = count.checksums();
        out.append(String.format(
                Locale.ROOT,
                "    %-9s %,10d %,15d %,9d %,4d %,7d %,9d %,6d\n",
                name,
                count.packets(),
                count.bytes(),
                count.superPackets(),
                count.handshakeSegments(),
                count.again(),
                checksums.unfinished(),
                checksums.wrong()));
        if (checksums.wrong() != 0) {
            TextColumns.wrapped(
                    out,
                    "      ",
                    String.format(
                            Locale.ROOT,
                            "wrong: IP header %,d, TCP %,d, UDP %,d",
                            checksums.wrongIp(),
                            checksums.wrongTcp(),
                            checksums.wrongUdp()));
        }
        if (checksums.unchecked() != 0) {
            TextColumns.wrapped(
                    out, "      ", String.format(Locale.ROOT, "cannot be checked: %,d", checksums.unchecked()));
        }
    }

    private static void difference(StringBuilder out, CaptureDifference difference) {
        String reason = difference.reason();
        TextColumns.wrapped(
                out,
                "    ",
                String.format(
                        Locale.ROOT,
                        "%s: packets counted %,d, captured %,d; bytes counted %,d, captured %,d: %s",
                        difference.direction().words(),
                        difference.countedPackets(),
                        difference.capturedPackets(),
                        difference.countedBytes(),
                        difference.capturedBytes(),
                        reason == null ? "NOTHING EXPLAINS THIS" : reason));
    }

    private static void refusal(StringBuilder out, ChecksumRefusal refusal, Captured captured) {
        CapturedHop first = captured.hops().get(0);
        CapturedHop last = captured.hops().get(captured.hops().size() - 1);
        ChecksumCount arrived = refusal.namespace().equals(last.capture().namespace())
                ? last.capture().towardsServer().checksums()
                : first.capture().towardsClient().checksums();
        TextColumns.wrapped(
                out,
                "  ",
                String.format(
                        Locale.ROOT,
                        "The kernel of %s refused %,d %s for their checksum (InCsumErrors). Of those that arrived"
                                + " there, %,d are wrong and %,d open%s.",
                        refusal.namespace(),
                        refusal.packets(),
                        refusal.what(),
                        arrived.wrong(),
                        arrived.unfinished(),
                        arrived.wrong() == 0 && arrived.unfinished() >= refusal.packets()
                                ? ": nobody finished them, and nothing told the kernel that they are open"
                                : ""));
    }

    private static void verdict(StringBuilder out, Captured captured) {
        boolean wrong = captured.hops().stream()
                .map(CapturedHop::capture)
                .anyMatch(hop -> hop.towardsServer().checksums().wrong()
                                + hop.towardsClient().checksums().wrong()
                                + hop.other().checksums().wrong()
                        != 0);
        if (!wrong && captured.refusals().isEmpty()) {
            TextColumns.wrapped(out, "  ", "No checksum is wrong, and no kernel refused one that was left open.");
        }
        if (captured.lost() != 0) {
            TextColumns.wrapped(
                    out,
                    "  ",
                    String.format(
                            Locale.ROOT,
                            "Packets lost by the captures: %,d; their counts are lower bounds.",
                            captured.lost()));
        }
        long unexplained = captured.hops().stream()
                .flatMap(hop -> hop.differences().stream())
                .filter(difference -> difference.reason() == null)
                .count();
        boolean same =
                captured.hops().stream().allMatch(hop -> hop.differences().isEmpty());
        if (same) {
            TextColumns.wrapped(out, "  ", "Every hop counted exactly the packets and bytes that were captured there.");
        } else if (unexplained != 0) {
            TextColumns.wrapped(
                    out,
                    "  ",
                    String.format(
                            Locale.ROOT,
                            "Counters that differ from what was captured, and nothing explains it: %,d.",
                            unexplained));
        } else {
            TextColumns.wrapped(out, "  ", "Where counters differ from what was captured, the reason is beside it.");
        }
    }
}
