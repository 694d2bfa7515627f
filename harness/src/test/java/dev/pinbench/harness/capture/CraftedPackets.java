package dev.pinbench.harness.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Packets and capture files byte by byte, with sums that are computed by themselves. */
final class CraftedPackets {
    static final int SERVER_PORT = 5201;
    static final int CLIENT_PORT = 40_000;
    static final byte[] CLIENT = {(byte) 198, 18, 1, 2};
    static final byte[] SERVER = {(byte) 198, 18, 1, 3};
    static final int SYN = 0x02;
    static final int ACK = 0x10;

    private static final int TCP = 6;
    private static final int UDP = 17;

    /** What is put into the field of a checksum. */
    enum Sum {
        GOOD,
        /** The sum of the pseudo header, not complemented. */
        PARTIAL,
        WRONG
    }

    private CraftedPackets() {}

    static byte[] join(byte[]... parts) {
        int bytes = 0;
        for (byte[] part : parts) {
            bytes += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(bytes);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    /** Bytes that differ. */
    static byte[] payload(int bytes) {
        byte[] payload = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            payload[i] = (byte) (i * 31 + 7);
        }
        return payload;
    }

    static byte[] ethernet(int type, byte[] packet) {
        return join(new byte[12], new byte[] {(byte) (type >> 8), (byte) type}, packet);
    }

    static byte[] ipv4(int protocol, byte[] source, byte[] destination, byte[] content) {
        ByteBuffer header = ByteBuffer.allocate(20);
        header.put((byte) 0x45).put((byte) 0).putShort((short) (20 + content.length));
        header.putShort((short) 7).putShort((short) 0x4000);
        header.put((byte) 64).put((byte) protocol).putShort((short) 0);
        header.put(source).put(destination);
        header.putShort(10, (short) ~sum(header.array()));
        return join(header.array(), content);
    }

    static byte[] ipv6(int next, byte[] source, byte[] destination, byte[] content) {
        ByteBuffer header = ByteBuffer.allocate(40);
        header.putInt(0x6000_0000)
                .putShort((short) content.length)
                .put((byte) next)
                .put((byte) 64);
        header.put(source).put(destination);
        return join(header.array(), content);
    }

    /** TCP over IPv4 or, with addresses of 16 bytes, IPv6. */
    static byte[] tcp(
            byte[] source,
            byte[] destination,
            int sourcePort,
            int destinationPort,
            long sequence,
            int flags,
            byte[] payload,
            Sum sum) {
        ByteBuffer segment = ByteBuffer.allocate(20 + payload.length);
        segment.putShort((short) sourcePort).putShort((short) destinationPort);
        segment.putInt((int) sequence).putInt(1);
        segment.put((byte) 0x50).put((byte) flags).putShort((short) 500);
        segment.putInt(0).put(payload);
        return withChecksum(segment.array(), 16, pseudo(TCP, source, destination, segment.capacity()), sum);
    }

    static byte[] udp(byte[] source, byte[] destination, int sourcePort, int destinationPort, byte[] payload, Sum sum) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) sourcePort).putShort((short) destinationPort);
        datagram.putShort((short) datagram.capacity()).putShort((short) 0).put(payload);
        return withChecksum(datagram.array(), 6, pseudo(UDP, source, destination, datagram.capacity()), sum);
    }

    static byte[] vxlan(byte[] frame) {
        return join(new byte[] {0x08, 0, 0, 0, 0, 0, 1, 0}, frame);
    }

    /** From client to server: Ethernet, IPv4, TCP. */
    static byte[] data(long sequence, int payloadBytes, Sum sum) {
        return ethernet(
                0x0800,
                ipv4(
                        TCP,
                        CLIENT,
                        SERVER,
                        tcp(CLIENT, SERVER, CLIENT_PORT, SERVER_PORT, sequence, ACK, payload(payloadBytes), sum)));
    }

    /** A frame inside of a VXLAN packet, whose own checksum is right once that inside is finished. */
    static byte[] tunnelled(byte[] frame, byte[] frameOnceFinished) {
        byte[] outer = udp(CLIENT, SERVER, 50_000, 8472, vxlan(frameOnceFinished), Sum.GOOD);
        System.arraycopy(frame, 0, outer, 16, frame.length);
        return ethernet(0x0800, ipv4(UDP, CLIENT, SERVER, outer));
    }

    private static byte[] pseudo(int protocol, byte[] source, byte[] destination, int bytes) {
        return join(source, destination, new byte[] {0, (byte) protocol, (byte) (bytes >> 8), (byte) bytes});
    }

    private static byte[] withChecksum(byte[] content, int at, byte[] pseudo, Sum kind) {
        int good = ~sum(join(pseudo, content)) & 0xffff;
        int stored = switch (kind) {
            case GOOD -> good == 0 ? 0xffff : good;
            case PARTIAL -> sum(pseudo);
            case WRONG -> good ^ 0x0100;
        };
        content[at] = (byte) (stored >> 8);
        content[at + 1] = (byte) stored;
        return content;
    }

    /** As RFC 1071 has it, word by word. */
    static int sum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            int low = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            sum += (bytes[i] & 0xff) << 8 | low;
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }

    /** A capture file; each frame is captured up to {@code mostBytes}. */
    static byte[] pcap(ByteOrder order, int magic, int linkType, int mostBytes, List<byte[]> frames) {
        int bytes = 24
                + frames.stream()
                        .mapToInt(frame -> 16 + Math.min(mostBytes, frame.length))
                        .sum();
        ByteBuffer file = ByteBuffer.allocate(bytes).order(order);
        file.putInt(magic)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(mostBytes)
                .putInt(linkType);
        for (byte[] frame : frames) {
            int captured = Math.min(mostBytes, frame.length);
            file.putInt(1_700_000_000).putInt(999_999).putInt(captured).putInt(frame.length);
            file.put(frame, 0, captured);
        }
        return file.array();
    }
}
