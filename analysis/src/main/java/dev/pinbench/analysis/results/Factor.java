package dev.pinbench.analysis.results;

import java.util.Arrays;
import java.util.Optional;

/**
 * What an experiment can vary. The label is the name in a profile, on the command line ({@code --set}) and in the
 * {@code levels} of a trial; the column is the name in {@code trials.csv}.
 */
public enum Factor {
    PATH("path", "path"),
    DATAPATH("datapath", "datapath"),
    CLIENT_CORE("client-core", "client_core"),
    SERVER_CORE("server-core", "server_core"),
    SOFTIRQ_CORE("softirq-core", "softirq_core"),
    MSS("mss", "mss_bytes"),
    OFFLOAD("offload", "offload"),
    COMPETITOR("competitor", "competitor"),
    STREAMS("streams", "streams"),
    PROTOCOL("protocol", "protocol"),
    /** Number of nodes. */
    NODES("nodes", "nodes"),
    /** Entries of the tables of receive flow steering. */
    RFS("rfs", "rfs_flow_entries"),
    /** Whether NAPI polls in threads of the kernel. */
    THREADED_NAPI("threaded-napi", "threaded_napi"),
    /** CPUs that transmit on a queue of their own. */
    XPS("xps", "xps"),
    /** CPUs that serve the interrupts of network cards. */
    IRQ_AFFINITY("irq-affinity", "irq_affinity"),
    /** MTU of the wire, bytes. */
    MTU("mtu", "mtu_bytes");

    private final String label;
    private final String column;

    Factor(String label, String column) {
        this.label = label;
        this.column = column;
    }

    /** Name in profiles and in {@code levels}, such as {@code client-core}. */
    public String label() {
        return label;
    }

    /** Column in {@code trials.csv}, such as {@code client_core}. */
    public String column() {
        return column;
    }

    /**
     * Whether runs were recorded before it was a factor: those have no level of it, and its column stands behind all others
     * of {@code trials.csv}.
     */
    public boolean cameLater() {
        return compareTo(NODES) >= 0;
    }

    /** The factor with this label, or empty if there is none. */
    public static Optional<Factor> ofLabel(String label) {
        return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst();
    }
}
