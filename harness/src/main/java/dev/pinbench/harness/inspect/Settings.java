package dev.pinbench.harness.inspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an interface is set up.
 *
 * @param offloads switches by name ({@code tso}, {@code gso}, {@code gro}, {@code tx-checksum}, {@code udp-tunnel});
 *     those that could not be read are left out
 * @param driver name of its driver; {@code null} if that could not be read
 * @param busInfo where its device is, such as a PCI address; {@code null} for a virtual one
 * @param rps mask of CPUs of each receive queue ({@code rps_cpus}), by queue; empty if they could not be read
 * @param xps mask of CPUs of each transmit queue ({@code xps_cpus}); a queue that knows none, as where it is the only
 *     one, is left out
 * @param threadedNapi whether its NAPI instances run in threads; {@code null} if it has no such switch
 */
public record Settings(
        Map<String, Offload> offloads,
        @Nullable String driver,
        @Nullable String busInfo,
        Map<String, String> rps,
        Map<String, String> xps,
        @Nullable Boolean threadedNapi) {

    /**
     * One switch.
     *
     * @param on whether it is on
     * @param fixed whether it cannot be changed
     */
    public record Offload(boolean on, boolean fixed) {}

    /** Nothing could be read. */
    static final Settings UNKNOWN = new Settings(Map.of(), null, null, Map.of(), Map.of(), null);

    public Settings {
        offloads = Collections.unmodifiableMap(new LinkedHashMap<>(offloads));
        rps = Collections.unmodifiableMap(new LinkedHashMap<>(rps));
        xps = Collections.unmodifiableMap(new LinkedHashMap<>(xps));
    }
}
