package dev.pinbench.harness.links;

import org.jspecify.annotations.Nullable;

/**
 * An interface as the kernel describes it (rtnetlink, rtnl_link_stats64 in include/uapi/linux/if_link.h).
 *
 * @param namespace name of its namespace
 * @param name its name, untrusted
 * @param index its number in the namespace
 * @param kind driver's word, such as {@code veth}; {@code null} if the kernel gives none, as for lo
 * @param master the bridge that it is a port of
 * @param peerNamespace where the interface is that it is bound to; its own namespace if the kernel names no other
 * @param peerIndex number of that interface there; {@code null} if it is bound to none
 * @param vni identifier of the tunnel; {@code null} if it is none
 * @param underlay device that a tunnel sends by
 * @param queueDropped packets that its queueing discipline dropped (net/sched; {@code tc -s qdisc})
 * @param rx what it received since it was made
 * @param tx what it sent since it was made
 */
public record Link(
        String namespace,
        String name,
        int index,
        @Nullable String kind,
        @Nullable String master,
        String peerNamespace,
        @Nullable Integer peerIndex,
        @Nullable Integer vni,
        @Nullable String underlay,
        long queueDropped,
        Tally rx,
        Tally tx) {

    /** The same interface with other counts. */
    public Link counting(long newQueueDropped, Tally newRx, Tally newTx) {
        return new Link(
                namespace,
                name,
                index,
                kind,
                master,
                peerNamespace,
                peerIndex,
                vni,
                underlay,
                newQueueDropped,
                newRx,
                newTx);
    }

    /** Whether the driver calls it {@code wanted}. */
    public boolean isKind(String wanted) {
        return wanted.equals(kind);
    }

    /** {@code namespace/interface}. */
    public String label() {
        return namespace + "/" + name;
    }
}
