package dev.pinbench.harness.capture;

import static dev.pinbench.harness.capture.CraftedPackets.ACK;
import static dev.pinbench.harness.capture.CraftedPackets.CLIENT;
import static dev.pinbench.harness.capture.CraftedPackets.CLIENT_PORT;
import static dev.pinbench.harness.capture.CraftedPackets.SERVER;
import static dev.pinbench.harness.capture.CraftedPackets.SERVER_PORT;
import static dev.pinbench.harness.capture.CraftedPackets.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.capture.CraftedPackets.Sum;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DissectorTest {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final byte[] CLIENT_6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    private static final byte[] SERVER_6 = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};

    private static Packet dissect(byte[] frame) {
        return dissect(LinkType.ETHERNET, frame, frame.length);
    }

    /** At an odd place of a longer array, as frames lie in a file. */
    private static Packet dissect(LinkType link, byte[] frame, int captured) {
        byte[] surrounded = new byte[3 + captured + 5];
        Arrays.fill(surrounded, (byte) 0x5a);
        System.arraycopy(frame, 0, surrounded, 3, captured);
        return Dissector.dissect(new Frame(link, surrounded, 3, captured, frame.length));
    }

    @ParameterizedTest
    @CsvSource({
        "GOOD,GOOD,100",
        "PARTIAL,UNFINISHED,100",
        "WRONG,WRONG,100",
        "GOOD,GOOD,0",
        "PARTIAL,UNFINISHED,1",
        "GOOD,GOOD,1447",
        "WRONG,WRONG,65495"
    })
    void tcpOverIpv4IsToldFromItsChecksum(Sum stored, Checksum found, int payloadBytes) {
        Packet packet = dissect(CraftedPackets.data(0xffff_fff0L, payloadBytes, stored));

        assertThat(packet.checksum()).isEqualTo(found);
        assertThat(packet.ipBytes()).isEqualTo(20 + 20 + payloadBytes);
        assertThat(packet.wrongIn().contains(Packet.Protocol.TCP)).isEqualTo(stored == Sum.WRONG);
        assertThat(packet.segment()).isNotNull().satisfies(segment -> {
            assertThat(segment.payloadBytes()).isEqualTo(payloadBytes);
            assertThat(segment.sequence()).isEqualTo(0xffff_fff0);
            assertThat(segment.syn()).isFalse();
            assertThat(segment.flow().sourcePort()).isEqualTo(CLIENT_PORT);
            assertThat(segment.flow().destinationPort()).isEqualTo(SERVER_PORT);
        });
    }

    @Test
    void theChecksumOfTheIpHeaderIsLookedAtToo() {
        byte[] frame = CraftedPackets.data(1, 100, Sum.GOOD);
        frame[14 + 8]--;

        Packet packet = dissect(frame);

        assertThat(packet.checksum()).isEqualTo(Checksum.WRONG);
        assertThat(packet.wrongIn()).containsExactly(Packet.Protocol.IP);
    }

    @Test
    void paddingBehindTheIpPacketIsNoPartOfIt() {
        byte[] padded = CraftedPackets.join(CraftedPackets.data(1, 3, Sum.GOOD), CraftedPackets.payload(6));

        assertThat(dissect(padded).checksum()).isEqualTo(Checksum.GOOD);
        assertThat(Objects.requireNonNull(dissect(padded).segment()).payloadBytes())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"GOOD,GOOD", "PARTIAL,UNFINISHED", "WRONG,WRONG"})
    void tcpOverIpv6IsReadBehindItsExtensionHeaders(Sum stored, Checksum found) {
        byte[] segment = CraftedPackets.tcp(CLIENT_6, SERVER_6, CLIENT_PORT, SERVER_PORT, 1, SYN, new byte[0], stored);
        byte[] options = {TCP, 0, 1, 4, 0, 0, 0, 0};
        byte[] plain = CraftedPackets.ethernet(IPV6, CraftedPackets.ipv6(TCP, CLIENT_6, SERVER_6, segment));
        byte[] extended = CraftedPackets.ethernet(
                IPV6, CraftedPackets.ipv6(60, CLIENT_6, SERVER_6, CraftedPackets.join(options, segment)));

        for (byte[] frame : new byte[][] {plain, extended}) {
            Packet packet = dissect(frame);
            assertThat(packet.checksum()).isEqualTo(found);
            assertThat(packet.ipBytes()).isEqualTo(frame.length - 14);
            assertThat(packet.segment()).isNotNull().matches(Segment::syn);
        }
    }

    @ParameterizedTest
    @CsvSource({"GOOD,GOOD", "PARTIAL,UNFINISHED", "WRONG,WRONG"})
    void udpIsToldFromItsChecksum(Sum stored, Checksum found) {
        byte[] datagram = CraftedPackets.udp(CLIENT, SERVER, 1, 9, CraftedPackets.payload(9), stored);
        Packet packet =
                dissect(LinkType.RAW_IP, CraftedPackets.ipv4(UDP, CLIENT, SERVER, datagram), 20 + datagram.length);

        assertThat(packet.checksum()).isEqualTo(found);
        assertThat(packet.segment()).isNull();
    }

    @Test
    void udpWithoutAChecksumHasOnlyThatOfIp() {
        byte[] datagram = CraftedPackets.udp(CLIENT, SERVER, 1, 9, CraftedPackets.payload(9), Sum.WRONG);
        datagram[6] = 0;
        datagram[7] = 0;

        assertThat(dissect(CraftedPackets.ethernet(IPV4, CraftedPackets.ipv4(UDP, CLIENT, SERVER, datagram)))
                        .checksum())
                .isEqualTo(Checksum.GOOD);
    }

    /** The sender of a tunnel counts what is unfinished inside as finished: its own checksum is then right, and must be seen so. */
    @ParameterizedTest
    @CsvSource({"GOOD,GOOD", "PARTIAL,UNFINISHED", "WRONG,WRONG"})
    void aTunnelIsLookedThrough(Sum inside, Checksum found) {
        byte[] inner = CraftedPackets.data(77, 1001, inside);
        byte[] finished = inside == Sum.PARTIAL ? CraftedPackets.data(77, 1001, Sum.GOOD) : inner;

        Packet packet = dissect(CraftedPackets.tunnelled(inner, finished));

        assertThat(packet.checksum()).isEqualTo(found);
        assertThat(packet.wrongIn()).isEqualTo(inside == Sum.WRONG ? Set.of(Packet.Protocol.TCP) : Set.of());
        assertThat(packet.ipBytes()).isEqualTo(20 + 8 + 8 + inner.length);
        assertThat(packet.segment()).isNotNull().satisfies(segment -> {
            assertThat(segment.sequence()).isEqualTo(77);
            assertThat(segment.payloadBytes()).isEqualTo(1001);
        });
    }

    @Test
    void aTunnelWhoseOwnChecksumIsWrongIsSeen() {
        byte[] inner = CraftedPackets.data(77, 100, Sum.PARTIAL);
        byte[] frame = CraftedPackets.tunnelled(inner, CraftedPackets.data(77, 100, Sum.GOOD));
        int sourcePortOutside = 14 + 20 + 1;
        frame[sourcePortOutside]++;

        assertThat(dissect(frame).wrongIn()).containsExactly(Packet.Protocol.UDP);
    }

    @Test
    void aVlanTagIsSteppedOver() {
        byte[] untagged = CraftedPackets.data(1, 10, Sum.WRONG);
        byte[] packet = Arrays.copyOfRange(untagged, 14, untagged.length);
        byte[] tag = {0, 5, IPV4 >> 8, 0};

        assertThat(dissect(CraftedPackets.ethernet(0x8100, CraftedPackets.join(tag, packet)))
                        .checksum())
                .isEqualTo(Checksum.WRONG);
    }

    @Test
    void whatCannotBeTouchedIsNotJudged() {
        byte[] whole = CraftedPackets.data(1, 1000, Sum.WRONG);
        byte[] fragment = CraftedPackets.data(1, 1000, Sum.GOOD);
        fragment[14 + 6] = 0x20;
        int headerSum = ~CraftedPackets.sum(headerWithoutSum(fragment)) & 0xffff;
        fragment[14 + 10] = (byte) (headerSum >> 8);
        fragment[14 + 11] = (byte) headerSum;
        byte[] icmp = CraftedPackets.ethernet(IPV4, CraftedPackets.ipv4(1, CLIENT, SERVER, new byte[8]));

        assertThat(dissect(LinkType.ETHERNET, whole, 96).checksum()).isEqualTo(Checksum.UNCHECKED);
        assertThat(Objects.requireNonNull(dissect(LinkType.ETHERNET, whole, 96).segment())
                        .payloadBytes())
                .isEqualTo(1000);
        assertThat(dissect(fragment).checksum()).isEqualTo(Checksum.UNCHECKED);
        assertThat(dissect(icmp).checksum()).isEqualTo(Checksum.UNCHECKED);
        assertThat(dissect(CraftedPackets.ethernet(0x0806, new byte[28])).checksum())
                .isEqualTo(Checksum.NONE);
    }

    private static byte[] headerWithoutSum(byte[] frame) {
        byte[] header = Arrays.copyOfRange(frame, 14, 34);
        header[10] = 0;
        header[11] = 0;
        return header;
    }

    /** Nothing behind the captured bytes is read, however short the frame is cut. */
    @Test
    void everyCutOfAFrameIsSurvived() {
        byte[] inner = CraftedPackets.data(77, 40, Sum.GOOD);
        byte[] frame = CraftedPackets.tunnelled(inner, inner);
        byte[] six = CraftedPackets.ethernet(
                IPV6,
                CraftedPackets.ipv6(
                        TCP,
                        CLIENT_6,
                        SERVER_6,
                        CraftedPackets.tcp(CLIENT_6, SERVER_6, 1, 2, 3, ACK, new byte[4], Sum.GOOD)));

        for (byte[] each : new byte[][] {frame, six}) {
            for (int captured = 0; captured < each.length; captured++) {
                byte[] cut = Arrays.copyOf(each, captured);
                Packet packet = Dissector.dissect(new Frame(LinkType.ETHERNET, cut, 0, captured, each.length));
                assertThat(packet.checksum()).isIn(Checksum.NONE, Checksum.UNCHECKED, Checksum.GOOD);
                assertThat(packet.wrongIn()).isEmpty();
            }
            assertThat(dissect(each).checksum()).isEqualTo(Checksum.GOOD);
        }
    }
}
