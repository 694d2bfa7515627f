package dev.pinbench.harness.account;

/**
 * An interface that the traffic crosses, as seen on the way from client to server.
 *
 * @param namespace name of its namespace
 * @param interfaceName its name
 * @param kind driver's word, such as {@code veth}
 * @param sends whether the interface counts what goes to the server as sent (else as received)
 * @param encapsulated whether packets carry the tunnel's headers here
 * @param bare whether it counts what goes to the server without Ethernet headers although its kind counts them
 * @param bareBack the same of what goes to the client
 */
public record Crossing(
        String namespace,
        String interfaceName,
        String kind,
        boolean sends,
        boolean encapsulated,
        boolean bare,
        boolean bareBack) {

    /** One that counts as its kind does. */
    Crossing(String namespace, String interfaceName, String kind, boolean sends, boolean encapsulated) {
        this(namespace, interfaceName, kind, sends, encapsulated, false, false);
    }

    /** The same, which counts some directions without Ethernet headers. */
    Crossing counting(boolean newBare, boolean newBareBack) {
        return new Crossing(namespace, interfaceName, kind, sends, encapsulated, newBare, newBareBack);
    }

    /** {@code namespace/interface}. */
    public String label() {
        return namespace + "/" + interfaceName;
    }

    /**
     * Bytes of each packet that the interface counts in front of the IP header. A bridge's own device counts what it
     * passes up to the host (br_pass_frame_up, net/bridge/br_input.c) after the Ethernet header was taken off, and what
     * the host sends (br_dev_xmit, net/bridge/br_device.c) with it; vxlan (drivers/net/vxlan/vxlan_core.c) counts
     * without in both directions; all others count it, but for a veth that receives by NAPI ({@link VethHeaders}).
     */
    int linkHeaderBytes() {
        return bare || kind.equals("vxlan") || (kind.equals("bridge") && !sends) ? 0 : Headers.ETHERNET_BYTES;
    }

    /** The same interface, as seen on the way back. */
    Crossing reversed() {
        return new Crossing(namespace, interfaceName, kind, !sends, encapsulated, bareBack, bare);
    }
}
