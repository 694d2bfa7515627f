package dev.pinbench.harness.account;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets that a kernel refused because their checksum was wrong when it wanted it right.
 *
 * @param namespace where
 * @param what such as {@code TCP segments}
 * @param packets how many
 */
public record ChecksumRefusal(String namespace, String what, long packets) {
    /** Which counter counts what, of {@code /proc/net/snmp} and {@code /proc/net/netstat} (net/ipv4/proc.c). */
    public static final Map<String, String> COUNTERS = counters();

    private static Map<String, String> counters() {
        Map<String, String> counters = new LinkedHashMap<>();
        counters.put("Tcp.InCsumErrors", "TCP segments");
        counters.put("Udp.InCsumErrors", "UDP datagrams");
        counters.put("Icmp.InCsumErrors", "ICMP messages");
        counters.put("IpExt.InCsumErrors", "IP headers");
        return Collections.unmodifiableMap(counters);
    }

    /** Of what one namespace counted, those counters that moved. */
    static List<ChecksumRefusal> in(String namespace, ProtocolCounters counted) {
        List<ChecksumRefusal> refusals = new ArrayList<>();
        COUNTERS.forEach((counter, what) -> {
            if (counted.orNone(counter) != 0) {
                refusals.add(new ChecksumRefusal(namespace, what, counted.orNone(counter)));
            }
        });
        return refusals;
    }
}
