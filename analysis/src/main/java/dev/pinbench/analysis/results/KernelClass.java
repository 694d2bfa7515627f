package dev.pinbench.analysis.results;

/** Kinds of work that a CPU was found at, by the function that it was in. */
public enum KernelClass {
    /** Bytes moved between user and kernel memory or between buffers, and the checks around it. */
    DATA_COPY("data copy"),
    /** Transport and network layer. */
    TCP_IP("TCP/IP"),
    /** Hooks, rules and connection tracking, bridge netfilter among them. */
    NETFILTER("netfilter and conntrack"),
    /** The Ethernet bridge. */
    BRIDGE("bridge"),
    /** The pair of virtual Ethernet devices. */
    VETH("veth"),
    /** VXLAN and the UDP tunnel beneath. */
    VXLAN("vxlan"),
    /** What every packet passes whatever its device: queues, backlog, NAPI, GSO and GRO; drivers of real cards. */
    NETWORK_DEVICE("network device core"),
    /** Making, splitting, joining and freeing packet buffers. */
    SKB("skb management"),
    /** Allocators, page tables, page faults. */
    MEMORY("memory"),
    /** Spinlocks, mutexes, RCU. */
    LOCKING("locking"),
    /** Choosing, waking and switching tasks. */
    SCHEDULING("scheduling"),
    /** Interrupt entry and exit, softirq dispatch, timers. */
    IRQ("IRQ and softirq"),
    /** The idle loop. */
    IDLE("idle"),
    /** Entry and exit of system calls, files, sockets above TCP/IP. */
    SYSTEM_CALL("system calls and files"),
    /** A kernel function that no pattern of the table fits, or that has no name. */
    OTHER("other kernel"),
    /** Outside the kernel. */
    USER("user");

    private final String label;

    KernelClass(String label) {
        this.label = label;
    }

    /** The name in tables and files. */
    public String label() {
        return label;
    }

    /**
     * The class of a name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static KernelClass ofLabel(String label) {
        for (KernelClass kernelClass : values()) {
            if (kernelClass.label.equals(label)) {
                return kernelClass;
            }
        }
        throw new IllegalArgumentException("\"" + label + "\" is no class of kernel work");
    }
}
