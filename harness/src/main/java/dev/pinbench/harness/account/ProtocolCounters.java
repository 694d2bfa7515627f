package dev.pinbench.harness.account;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters of IP and TCP of one namespace, from {@code /proc/net/snmp} and {@code /proc/net/netstat}
 * (net/ipv4/proc.c), by names such as {@code IpExt.OutOctets}.
 */
public record ProtocolCounters(Map<String, Long> values) {

    public ProtocolCounters {
        values = Map.copyOf(values);
    }

    /** Reads both files, one after the other: each header line is followed by its values. */
    public static ProtocolCounters parse(String source, List<String> lines) throws AccountException {
        Map<String, Long> values = new LinkedHashMap<>();
        if (lines.size() % 2 != 0) {
            throw new AccountException(source + ": expected pairs of lines, found " + lines.size() + " lines");
        }
        for (int i = 0; i < lines.size(); i += 2) {
            String[] names = lines.get(i).strip().split(" ", -1);
            String[] numbers = lines.get(i + 1).strip().split(" ", -1);
            if (names.length != numbers.length || !names[0].equals(numbers[0]) || !names[0].endsWith(":")) {
                throw new AccountException(
                        source + ":" + (i + 2) + ": expected a value for each name of the line before");
            }
            String group = names[0].substring(0, names[0].length() - 1);
            for (int j = 1; j < names.length; j++) {
                try {
                    values.put(group + "." + names[j], new BigInteger(numbers[j]).longValue());
                } catch (NumberFormatException e) {
                    throw new AccountException(
                            source + ":" + (i + 2) + ": expected a whole number as " + group + "." + names[j], e);
                }
            }
        }
        return new ProtocolCounters(values);
    }

    /** Whether this kernel has the counter. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * The value of one counter.
     *
     * @throws AccountException if this kernel has none of this name
     */
    public long get(String name) throws AccountException {
        Long value = values.get(name);
        if (value == null) {
            throw new AccountException("/proc/net/snmp and netstat: this kernel has no counter " + name);
        }
        return value;
    }

    /** The value of a counter that is not listed where its event does not exist or was never seen: 0 then. */
    long orNone(String name) {
        return values.getOrDefault(name, 0L);
    }
}
