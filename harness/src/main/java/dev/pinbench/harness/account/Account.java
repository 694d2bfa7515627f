package dev.pinbench.harness.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The balance of one transfer.
 *
 * @param title path, datapath, nodes, offloads and MTU in words
 * @param payload what was sent
 * @param hops the interfaces on the way, from client to server
 * @param identities every pair of counters that must agree
 * @param nodes the nodes as monitors see them
 * @param losses counters of drops and errors that moved, in words; empty if none did
 * @param captured the packets; {@code null} if they were not captured
 */
public record Account(
        String title,
        Payload payload,
        List<HopCount> hops,
        List<Identity> identities,
        List<NodeView> nodes,
        List<String> losses,
        @Nullable Captured captured)
        implements AccountOutcome {

    public Account {
        hops = List.copyOf(hops);
        identities = List.copyOf(identities);
        nodes = List.copyOf(nodes);
        losses = List.copyOf(losses);
    }

    /** Whether every byte is explained. */
    public boolean balances() {
        return identities.stream().allMatch(identity -> identity.remainder() == 0);
    }

    @Override
    public boolean isExplained() {
        Captured packets = captured;
        return balances() && (packets == null || packets.isExplained());
    }
}
