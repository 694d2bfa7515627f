package dev.pinbench.harness.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapReaderTest {
    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int ETHERNET = 1;
    private static final int MOST = 262_144;

    private static final List<byte[]> FRAMES =
            List.of(CraftedPackets.payload(60), CraftedPackets.payload(0), CraftedPackets.payload(65_549));

    private record Read(boolean whole, List<byte[]> frames, List<Integer> originalBytes, List<LinkType> links) {}

    private static Read read(InputStream stream) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        List<Integer> original = new ArrayList<>();
        List<LinkType> links = new ArrayList<>();
        boolean whole = PcapReader.read("here", stream, frame -> {
            frames.add(Arrays.copyOfRange(frame.data(), frame.offset(), frame.end()));
            original.add(frame.originalBytes());
            links.add(frame.link());
        });
        return new Read(whole, frames, original, links);
    }

    private static Read read(byte[] file) throws Exception {
        return read(new ByteArrayInputStream(file));
    }

    @ParameterizedTest
    @CsvSource({
        "LITTLE_ENDIAN,a1b2c3d4,1,ETHERNET",
        "BIG_ENDIAN,a1b2c3d4,1,ETHERNET",
        "LITTLE_ENDIAN,a1b23c4d,101,RAW_IP",
        "BIG_ENDIAN,a1b23c4d,101,RAW_IP"
    })
    void framesComeAsTheyWereInEitherByteOrder(String order, String magic, int number, LinkType link) throws Exception {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Read read = read(CraftedPackets.pcap(byteOrder, Integer.parseUnsignedInt(magic, 16), number, MOST, FRAMES));

        assertThat(read.whole()).isTrue();
        assertThat(read.frames()).containsExactlyElementsOf(FRAMES);
        assertThat(read.originalBytes()).containsExactly(60, 0, 65_549);
        assertThat(read.links()).containsOnly(link);
    }

    @Test
    void aLongFileThatComesInPiecesIsReadWhole() throws Exception {
        List<byte[]> many = Collections.nCopies(100, CraftedPackets.payload(65_549));
        byte[] file = CraftedPackets.pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, ETHERNET, MOST, many);
        List<InputStream> pieces = new ArrayList<>();
        for (int at = 0; at < file.length; at += 4099) {
            pieces.add(new ByteArrayInputStream(file, at, Math.min(4099, file.length - at)));
        }

        Read read = read(new SequenceInputStream(Collections.enumeration(pieces)));

        assertThat(read.whole()).isTrue();
        assertThat(read.frames()).containsExactlyElementsOf(many);
    }

    @Test
    void aFrameThatWasCutTellsHowLongItWas() throws Exception {
        Read read = read(CraftedPackets.pcap(ByteOrder.BIG_ENDIAN, NANOSECONDS, ETHERNET, 96, FRAMES));

        assertThat(read.frames()).extracting(frame -> frame.length).containsExactly(60, 0, 96);
        assertThat(read.originalBytes()).containsExactly(60, 0, 65_549);
    }

    @ParameterizedTest
    @CsvSource({"1", "15", "16", "60", "75"})
    void aFileThatEndsWithinAFrameIsNotWhole(int missing) throws Exception {
        List<byte[]> two = List.of(CraftedPackets.payload(60), CraftedPackets.payload(60));
        byte[] file = CraftedPackets.pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, ETHERNET, MOST, two);

        Read read = read(Arrays.copyOf(file, file.length - missing));

        assertThat(read.whole()).isFalse();
        assertThat(read.frames()).containsExactly(two.get(0));
    }

    @Test
    void aFileWithoutFramesIsWhole() throws Exception {
        Read read = read(CraftedPackets.pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, ETHERNET, MOST, List.of()));

        assertThat(read.whole()).isTrue();
        assertThat(read.frames()).isEmpty();
    }

    @Test
    void whatIsNoCaptureFileIsRefusedInWords() {
        byte[] file = CraftedPackets.pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, ETHERNET, MOST, FRAMES);

        refused(new byte[0], "here: ends after 0 bytes; expected the header of a capture file");
        refused(Arrays.copyOf(file, 23), "here: ends after 23 bytes; expected the header of a capture file");
        refused(
                ByteBuffer.allocate(24).putInt(0x0a0d0d0a).array(),
                "here: begins with 0a0d0d0a, as pcapng does; expected a capture file in the classic format of libpcap"
                        + " (a1b2c3d4 or a1b23c4d)");
        refused(
                CraftedPackets.pcap(ByteOrder.LITTLE_ENDIAN, MICROSECONDS, 113, MOST, FRAMES),
                "here: frames of link type 113; expected Ethernet (1) or raw IP (101)");
        byte[] otherVersion = file.clone();
        otherVersion[4] = 3;
        refused(otherVersion, "here: capture files of version 2 are read, this one is of version 3");
        byte[] impossible = file.clone();
        impossible[24 + 8 + 3] = (byte) 0xff;
        refused(
                impossible,
                "here: frame 1: 4278190140 bytes captured of 60; expected at most 1048576, and no more than there were");
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessage(message);
    }
}
