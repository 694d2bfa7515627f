package dev.pinbench.harness.account;

import java.util.List;

/** What IP, TCP and the sockets of one end counted. */
record EndCounts(String namespace, ProtocolCounters protocols, List<SocketEnd> sockets) {

    EndCounts {
        sockets = List.copyOf(sockets);
    }

    long payloadSent() {
        return sockets.stream().mapToLong(SocketEnd::bytesSent).sum();
    }

    long payloadAgain() {
        return sockets.stream().mapToLong(SocketEnd::bytesRetransmitted).sum();
    }

    long payloadReceived() {
        return sockets.stream().mapToLong(SocketEnd::bytesReceived).sum();
    }

    /** Segments that came out of order, and duplicates: only these make an end send SACK options. */
    long reasonsForSack() {
        return sockets.stream().mapToLong(SocketEnd::outOfOrderSegments).sum()
                + protocols.orNone("TcpExt.TCPDSACKOldSent")
                + protocols.orNone("TcpExt.TCPDSACKOfoSent");
    }

    /** Packets that IP sent; a super-packet counts once. OutRequests is the same where nothing is forwarded. */
    long packetsOut() throws AccountException {
        return protocols.has("Ip.OutTransmits") ? protocols.get("Ip.OutTransmits") : protocols.get("Ip.OutRequests");
    }

    long packetsIn() throws AccountException {
        return protocols.get("Ip.InReceives");
    }

    long octetsOut() throws AccountException {
        return protocols.get("IpExt.OutOctets");
    }

    long octetsIn() throws AccountException {
        return protocols.get("IpExt.InOctets");
    }

    /** SYN and SYN-ACK, those sent again included. */
    long syns() throws AccountException {
        return protocols.get("Tcp.ActiveOpens")
                + protocols.get("Tcp.PassiveOpens")
                + protocols.orNone("TcpExt.TCPSynRetrans");
    }

    long resets() throws AccountException {
        return protocols.get("Tcp.OutRsts");
    }

    /**
     * Resets that answer a segment; they carry no options. Those that an end sends of its own accord do
     * (tcp_send_active_reset, net/ipv4/tcp_output.c). TCPAbortOnData is not among these: there a segment is answered
     * that came for a socket already closed (tcp_rcv_state_process, net/ipv4/tcp_input.c).
     */
    long bareResets() throws AccountException {
        return resets()
                - protocols.orNone("TcpExt.TCPAbortOnClose")
                - protocols.orNone("TcpExt.TCPAbortOnTimeout")
                - protocols.orNone("TcpExt.TCPAbortOnLinger")
                - protocols.orNone("TcpExt.TCPAbortOnMemory");
    }

    long segmentsOut() throws AccountException {
        return protocols.get("Tcp.OutSegs") + protocols.get("Tcp.RetransSegs");
    }

    /** Packets as they were before anything merged them (ip_rcv_core, net/ipv4/ip_input.c). */
    long segmentsIn() throws AccountException {
        return protocols.get("IpExt.InNoECTPkts")
                + protocols.get("IpExt.InECT0Pkts")
                + protocols.get("IpExt.InECT1Pkts")
                + protocols.get("IpExt.InCEPkts");
    }
}
