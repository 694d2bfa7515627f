package dev.pinbench.harness.account;

import dev.pinbench.harness.account.CaptureDifference.Direction;
import dev.pinbench.harness.capture.DirectionCount;
import dev.pinbench.harness.capture.HopCapture;
import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds captured packets against the counters of their interfaces. The kernel shows a packet that is sent to a capture before
 * the driver counts it (dev_hard_start_xmit), and one that is received after the driver counted it and after GRO
 * (__netif_receive_skb_core, net/core/dev.c).
 */
final class CaptureComparison {
    private CaptureComparison() {}

    /** Every capture beside its hop on the way; beside its interface as a whole where the way is not known to lead there. */
    static List<CapturedHop> compare(List<HopCapture> captures, List<Crossing> way, Snapshot counted)
            throws AccountException {
        List<CapturedHop> compared = new ArrayList<>();
        for (HopCapture capture : captures) {
            List<CaptureDifference> differences = new ArrayList<>();
            Crossing crossing = way.stream()
                    .filter(each -> each.label().equals(capture.label()))
                    .findFirst()
                    .orElse(null);
            if (crossing == null) {
                add(differences, bothWays(capture, counted.links()));
            } else {
                HopCount hop = counted.hop(crossing);
                add(
                        differences,
                        oneWay(
                                Direction.TOWARDS_SERVER,
                                capture,
                                capture.towardsServer(),
                                crossing,
                                hop.towardsServer()));
                add(
                        differences,
                        oneWay(
                                Direction.TOWARDS_CLIENT,
                                capture,
                                capture.towardsClient(),
                                crossing.reversed(),
                                hop.towardsClient()));
            }
            compared.add(new CapturedHop(capture, differences));
        }
        return compared;
    }

    private static void add(List<CaptureDifference> differences, CaptureDifference difference) {
        if (difference.countedPackets() != difference.capturedPackets()
                || difference.countedBytes() != difference.capturedBytes()) {
            differences.add(difference);
        }
    }

    private static CaptureDifference oneWay(
            Direction direction, HopCapture capture, DirectionCount seen, Crossing crossing, Tally counted) {
        int leftOut = Headers.ETHERNET_BYTES - crossing.linkHeaderBytes();
        long bytes = seen.bytes() - seen.packets() * leftOut;
        long more = seen.packets() - counted.packets();
        long moreBytes = bytes - counted.bytes();
        int header = crossing.linkHeaderBytes()
                + Headers.SEGMENT_BYTES
                + (crossing.encapsulated() ? Headers.VXLAN_BYTES : 0);
        String reason = null;
        if (!crossing.sends() && more < 0 && moreBytes == more * header) {
            reason = "merged (GRO) between the counter and the capture, which saves their headers";
        } else if (crossing.sends() && more > 0 && more == counted.dropped()) {
            reason = "dropped by the interface, by its counter, after they were captured";
        } else if (more < 0 && -more <= capture.lost()) {
            reason = "lost by the capture";
        } else if (more < 0 && -more <= capture.other().packets() && moreBytes < 0) {
            reason = "packets of others, captured too but in neither direction";
        }
        return new CaptureDifference(direction, counted.packets(), seen.packets(), counted.bytes(), bytes, reason);
    }

    private static CaptureDifference bothWays(HopCapture capture, List<Link> links) throws AccountException {
        Link link = links.stream()
                .filter(each -> each.label().equals(capture.label()))
                .findFirst()
                .orElseThrow(() -> new AccountException(capture.label() + ": was captured at but has no counters"));
        List<DirectionCount> all = List.of(capture.towardsServer(), capture.towardsClient(), capture.other());
        long packets = all.stream().mapToLong(DirectionCount::packets).sum();
        long bytes = all.stream().mapToLong(DirectionCount::bytes).sum();
        long counted = link.rx().packets() + link.tx().packets();
        long countedBytes = link.rx().bytes() + link.tx().bytes();
        long missing = bytes - countedBytes;
        String reason = null;
        if (packets < counted && counted - packets <= capture.lost()) {
            reason = "lost by the capture";
        } else if (counted - packets == link.tx().packets()
                && -missing == link.tx().bytes()) {
            reason = "as many as it sent, which a sender may keep from captures (PACKET_QDISC_BYPASS, as DPDK does)";
        }
        // Some leave the link header out in one direction or both; which packet went where is not known here.
        boolean onlyHeaders =
                missing >= 0 && missing % Headers.ETHERNET_BYTES == 0 && missing <= packets * Headers.ETHERNET_BYTES;
        return new CaptureDifference(
                Direction.BOTH,
                counted,
                packets,
                countedBytes,
                packets == counted && onlyHeaders ? countedBytes : bytes,
                reason);
    }
}
