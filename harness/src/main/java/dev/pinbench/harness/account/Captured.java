package dev.pinbench.harness.account;

import java.util.List;

/**
 * The packets of a transfer, as captured.
 *
 * @param hops every hop, from client to server
 * @param refusals packets that the kernel of either end refused because of their checksum meanwhile
 */
public record Captured(List<CapturedHop> hops, List<ChecksumRefusal> refusals) {

    public Captured {
        hops = List.copyOf(hops);
        refusals = List.copyOf(refusals);
    }

    /** Packets that the captures themselves lost: if there are any, their counts are lower bounds. */
    public long lost() {
        return hops.stream().mapToLong(hop -> hop.capture().lost()).sum();
    }

    /** Whether every difference from the counters has a reason. */
    public boolean isExplained() {
        return hops.stream().flatMap(hop -> hop.differences().stream()).noneMatch(each -> each.reason() == null);
    }
}
