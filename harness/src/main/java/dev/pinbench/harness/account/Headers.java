package dev.pinbench.harness.account;

/** Sizes of headers in bytes. TCP's are those with the options that a fresh namespace negotiates: timestamps, SACK. */
final class Headers {
    static final int ETHERNET_BYTES = 14;
    /** IPv4 20, TCP 20, timestamps 12. */
    static final int SEGMENT_BYTES = 52;
    /** A SYN's options are MSS 4, SACK 2, timestamps 10, window scale 3 and one filler: 20 in place of 12. */
    static final int SYN_EXTRA_BYTES = 8;
    /** A reset that answers a segment has no options (tcp_v4_send_reset, net/ipv4/tcp_ipv4.c). */
    static final int BARE_RESET_LESS_BYTES = 12;
    /** Outer IPv4 20, UDP 8, VXLAN 8, inner Ethernet 14. */
    static final int VXLAN_BYTES = 50;
    /** SACK options come in blocks of 8 bytes behind 4. */
    static final int SACK_UNIT_BYTES = 4;
    /** Three blocks are all that fit beside timestamps. */
    static final int SACK_MOST_BYTES = 28;

    private Headers() {}
}
