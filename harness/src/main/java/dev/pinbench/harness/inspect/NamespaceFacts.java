package dev.pinbench.harness.inspect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace on the way does to packets beside routing them.
 *
 * @param name what people call it, untrusted
 * @param inode the number that tells it from every other
 * @param nat rules that translate addresses; {@code null} if no program was there to list them
 * @param tracked whether a rule makes conntrack see every packet (translation, or a match on connection state);
 *     {@code null} if unknown
 * @param conntrackEntries connections that it tracks now ({@code nf_conntrack_count}); {@code null} where the kernel has
 *     no conntrack
 * @param bridgeCallsIptables whether frames from port to port of a bridge pass iptables ({@code bridge-nf-call-iptables});
 *     {@code null} where br_netfilter is not loaded
 */
public record NamespaceFacts(
        String name,
        long inode,
        @Nullable List<NatRule> nat,
        @Nullable Boolean tracked,
        @Nullable Long conntrackEntries,
        @Nullable Boolean bridgeCallsIptables) {

    public NamespaceFacts {
        nat = nat == null ? null : List.copyOf(nat);
    }
}
