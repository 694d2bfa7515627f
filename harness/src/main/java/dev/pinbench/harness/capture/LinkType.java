package dev.pinbench.harness.capture;

import java.util.Optional;

/** What a captured frame begins with (https://www.tcpdump.org/linktypes.html); those that interfaces with a name have. */
enum LinkType {
    /** An Ethernet header. */
    ETHERNET(1),
    /** An IP header: tun and other devices without link headers. */
    RAW_IP(101);

    private final int number;

    LinkType(int number) {
        this.number = number;
    }

    static Optional<LinkType> of(int number) {
        for (LinkType each : values()) {
            if (each.number == number) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
