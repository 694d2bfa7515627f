package dev.pinbench.harness.capture;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the headers of IPv4, IPv6, TCP and UDP in a frame, through VLAN tags and VXLAN, and computes their checksums anew. */
final class Dissector {
    private static final int ETHERNET_BYTES = 14;
    private static final int VLAN_BYTES = 4;
    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_PROVIDER_VLAN = 0x88a8;
    private static final int IPV4_LEAST_BYTES = 20;
    private static final int IPV4_FRAGMENT_MASK = 0x3fff;
    private static final int IPV6_BYTES = 40;
    private static final int TCP = 6;
    private static final int TCP_LEAST_BYTES = 20;
    private static final int TCP_CHECKSUM_AT = 16;
    private static final int TCP_SYN = 0x02;
    private static final int UDP = 17;
    private static final int UDP_BYTES = 8;
    private static final int UDP_CHECKSUM_AT = 6;
    /** The registered port, and the kernel's own default, which is flannel's. */
    private static final Set<Integer> VXLAN_PORTS = Set.of(4789, 8472);

    private static final int VXLAN_BYTES = 8;
    private static final int VXLAN_HAS_VNI = 0x08;

    private final Frame frame;
    private final byte[] data;
    private final EnumSet<Packet.Protocol> wrongIn = EnumSet.noneOf(Packet.Protocol.class);
    private Checksum worst = Checksum.NONE;
    private int outermostIpBytes;
    private @Nullable Segment segment;

    /**
     * What finishing the unfinished checksums inside adds to a sum of the bytes around them. Whoever made the outer
     * checksum counted them as finished (Documentation/networking/checksum-offloads.rst, LCO).
     */
    private long finishing;

    private Dissector(Frame frame) {
        this.frame = frame;
        this.data = frame.data();
    }

    static Packet dissect(Frame frame) {
        Dissector dissector = new Dissector(frame);
        if (frame.link() == LinkType.ETHERNET) {
            dissector.ethernet(frame.offset());
        } else {
            dissector.ip(frame.offset());
        }
        return new Packet(dissector.outermostIpBytes, dissector.segment, dissector.worst, dissector.wrongIn);
    }

    private void ethernet(int at) {
        int position = at + ETHERNET_BYTES;
        while (captured(position)
                && (shortAt(position - 2) == TYPE_VLAN || shortAt(position - 2) == TYPE_PROVIDER_VLAN)) {
            position += VLAN_BYTES;
        }
        if (captured(position)) {
            int type = shortAt(position - 2);
            if (type == TYPE_IPV4) {
                ipv4(position);
            } else if (type == TYPE_IPV6) {
                ipv6(position);
            }
        }
    }

    private void ip(int at) {
        if (captured(at + 1)) {
            int version = byteAt(at) >> 4;
            if (version == 4) {
                ipv4(at);
            } else if (version == 6) {
                ipv6(at);
            }
        }
    }

    private void ipv4(int at) {
        int headerBytes = captured(at + IPV4_LEAST_BYTES) ? (byteAt(at) & 0xf) * Integer.BYTES : 0;
        if (headerBytes < IPV4_LEAST_BYTES || !captured(at + headerBytes)) {
            note(Checksum.UNCHECKED);
            return;
        }
        // A length of more than 16 bits is left out (BIG TCP, net/ipv4/ip_output.c).
        int bytes = shortAt(at + 2) == 0 ? onTheWire(at) : shortAt(at + 2);
        outermost(bytes);
        judge(
                Packet.Protocol.IP,
                OnesComplement.fold(OnesComplement.sum(data, at, headerBytes)) == OnesComplement.ALL_ONES
                        ? Checksum.GOOD
                        : Checksum.WRONG);
        int payloadBytes = bytes - headerBytes;
        if (payloadBytes < 0 || (shortAt(at + 6) & IPV4_FRAGMENT_MASK) != 0) {
            note(Checksum.UNCHECKED);
            return;
        }
        int protocol = byteAt(at + 9);
        long addresses = OnesComplement.sum(data, at + 12, 2 * Integer.BYTES);
        transport(protocol, at + headerBytes, payloadBytes, addresses, at + 12, Integer.BYTES);
    }

    private void ipv6(int at) {
        if (!captured(at + IPV6_BYTES)) {
            note(Checksum.UNCHECKED);
            return;
        }
        int payloadBytes = shortAt(at + 4) == 0 ? onTheWire(at) - IPV6_BYTES : shortAt(at + 4);
        outermost(IPV6_BYTES + payloadBytes);
        int next = byteAt(at + 6);
        int position = at + IPV6_BYTES;
        while (isExtension(next) && captured(position + 2)) {
            int bytes = (byteAt(position + 1) + 1) * Long.BYTES;
            next = byteAt(position);
            position += bytes;
            payloadBytes -= bytes;
        }
        if (payloadBytes < 0 || isExtension(next)) {
            note(Checksum.UNCHECKED);
            return;
        }
        long addresses = OnesComplement.sum(data, at + 8, 4 * Long.BYTES);
        transport(next, position, payloadBytes, addresses, at + 8, 2 * Long.BYTES);
    }

    /** Options for each hop, routing, options for the destination (RFC 8200). */
    private static boolean isExtension(int next) {
        return next == 0 || next == 43 || next == 60;
    }

    private void transport(int protocol, int at, int bytes, long addresses, int addressesAt, int addressBytes) {
        if (protocol == TCP) {
            if (bytes < TCP_LEAST_BYTES || !captured(at + TCP_LEAST_BYTES)) {
                note(Checksum.UNCHECKED);
                return;
            }
            int headerBytes = (byteAt(at + 12) >> 4) * Integer.BYTES;
            segment = new Segment(
                    flow(at, addressesAt, addressBytes),
                    intAt(at + 4),
                    Math.max(0, bytes - headerBytes),
                    (byteAt(at + 13) & TCP_SYN) != 0);
            verify(Packet.Protocol.TCP, at, bytes, TCP_CHECKSUM_AT, addresses + TCP + bytes);
        } else if (protocol == UDP) {
            udp(at, bytes, addresses);
        } else {
            note(Checksum.UNCHECKED);
        }
    }

    private void udp(int at, int bytes, long addresses) {
        if (bytes < UDP_BYTES || !captured(at + UDP_BYTES)) {
            note(Checksum.UNCHECKED);
            return;
        }
        int inner = at + UDP_BYTES + VXLAN_BYTES;
        if (VXLAN_PORTS.contains(shortAt(at + 2)) && captured(inner) && (byteAt(at + UDP_BYTES) & VXLAN_HAS_VNI) != 0) {
            ethernet(inner);
        }
        if (shortAt(at + UDP_CHECKSUM_AT) != 0) {
            int told = shortAt(at + 4);
            int length = told >= UDP_BYTES && told < bytes ? told : bytes;
            verify(Packet.Protocol.UDP, at, length, UDP_CHECKSUM_AT, addresses + UDP + length);
        }
    }

    private void verify(Packet.Protocol protocol, int at, int bytes, int checksumAt, long pseudoHeader) {
        if (!captured(at + bytes)) {
            note(Checksum.UNCHECKED);
            return;
        }
        int stored = shortAt(at + checksumAt);
        long sum = OnesComplement.sum(data, at, bytes);
        if (isRight(pseudoHeader + sum) || isRight(pseudoHeader + sum + finishing)) {
            judge(protocol, Checksum.GOOD);
        } else if (OnesComplement.same(stored, OnesComplement.fold(pseudoHeader))) {
            judge(protocol, Checksum.UNFINISHED);
            int finished = OnesComplement.complement(OnesComplement.fold(sum + finishing));
            finishing += finished + OnesComplement.complement(stored);
        } else {
            judge(protocol, Checksum.WRONG);
        }
    }

    private static boolean isRight(long sum) {
        return OnesComplement.fold(sum) == OnesComplement.ALL_ONES;
    }

    private void judge(Packet.Protocol protocol, Checksum found) {
        note(found);
        if (found == Checksum.WRONG) {
            wrongIn.add(protocol);
        }
    }

    private void note(Checksum found) {
        worst = worst.orWorse(found);
    }

    private void outermost(int bytes) {
        if (outermostIpBytes == 0) {
            outermostIpBytes = bytes;
        }
    }

    private Flow flow(int at, int addressesAt, int addressBytes) {
        int ports = shortAt(at) << Short.SIZE | shortAt(at + 2);
        return addressBytes == Integer.BYTES
                ? new Flow(
                        0,
                        Integer.toUnsignedLong(intAt(addressesAt)),
                        0,
                        Integer.toUnsignedLong(intAt(addressesAt + Integer.BYTES)),
                        ports)
                : new Flow(
                        longAt(addressesAt),
                        longAt(addressesAt + Long.BYTES),
                        longAt(addressesAt + 2 * Long.BYTES),
                        longAt(addressesAt + 3 * Long.BYTES),
                        ports);
    }

    /** Whether every byte before {@code end} was captured. */
    private boolean captured(int end) {
        return end >= 0 && end <= frame.end();
    }

    /** Bytes from here to the end that the frame had on the interface. */
    private int onTheWire(int at) {
        return frame.originalBytes() - (at - frame.offset());
    }

    private int byteAt(int at) {
        return data[at] & 0xff;
    }

    private int shortAt(int at) {
        return byteAt(at) << Byte.SIZE | byteAt(at + 1);
    }

    private int intAt(int at) {
        return shortAt(at) << Short.SIZE | shortAt(at + 2);
    }

    private long longAt(int at) {
        return Integer.toUnsignedLong(intAt(at)) << Integer.SIZE | Integer.toUnsignedLong(intAt(at + Integer.BYTES));
    }
}
