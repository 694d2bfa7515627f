package dev.pinbench.harness.inspect;

import org.jspecify.annotations.Nullable;

/**
 * What a namespace does with a packet, as {@code ip route get} says.
 *
 * @param destination the address as the kernel writes it
 * @param local whether the packet is for the namespace itself
 * @param device interface that it leaves by; {@code null} if {@code local} or {@code refusal}
 * @param gateway next hop; {@code null} if the destination is on the link itself
 * @param source address that the namespace would send from
 * @param table routing table that decided, where it is not {@code main}
 * @param rule policy rules that lead to that table
 * @param refusal the kernel's words if there is no way
 */
record Route(
        String destination,
        boolean local,
        @Nullable String device,
        @Nullable String gateway,
        @Nullable String source,
        @Nullable String table,
        @Nullable String rule,
        @Nullable String refusal) {

    static Route refused(String destination, String words) {
        return new Route(destination, false, null, null, null, null, null, words);
    }

    /** {@code via 10.0.0.1 dev eth0, table 100 (rule 32765: from 10.0.0.2)}. */
    String describe() {
        return (gateway == null ? "on link" : "via " + gateway)
                + " dev " + device
                + (table == null ? "" : ", table " + table + (rule == null ? "" : " (" + rule + ")"));
    }
}
