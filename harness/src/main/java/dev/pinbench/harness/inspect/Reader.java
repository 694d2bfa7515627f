package dev.pinbench.harness.inspect;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A process that takes packets of an interface into user space.
 *
 * @param process its name ({@code comm}), untrusted
 * @param pid its number, as seen from here
 * @param by how it gets at them
 */
public record Reader(String process, int pid, By by) {
    /** What a switch of Open vSwitch calls itself; the build with DPDK has a longer name. */
    private static final String OPEN_VSWITCH = "ovs-vswitchd";

    /** How a process reads packets. */
    public enum By {
        /** A socket of AF_PACKET bound to the interface, which gets a copy of every packet. */
        PACKET_SOCKET("packet socket"),
        /** The file {@code /dev/net/tun} that the interface hangs on: what it sends goes nowhere else. */
        TUN_FILE("/dev/net/tun");

        private final String words;

        By(String words) {
            this.words = words;
        }

        /** In words, the same in text and in JSON. */
        public String words() {
            return words;
        }
    }

    /** Whether it switches what it reads, so that the packet goes on from there; others, such as tcpdump, only look. */
    boolean switches() {
        return process.startsWith(OPEN_VSWITCH);
    }

    /** Name and number. */
    String label() {
        return process + " (pid " + pid + ")";
    }

    static String labels(List<Reader> readers) {
        return readers.stream().map(Reader::label).collect(Collectors.joining(", "));
    }
}
