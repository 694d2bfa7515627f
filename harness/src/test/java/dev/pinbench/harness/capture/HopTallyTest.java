package dev.pinbench.harness.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.capture.CraftedPackets.Sum;
import org.junit.jupiter.api.Test;

class HopTallyTest {
    private static final int MTU = 1500;

    private static void add(HopTally tally, byte[] frame) {
        tally.add(new Frame(LinkType.ETHERNET, frame, 0, frame.length, frame.length));
    }

    private static byte[] fromServer(int flags, Sum sum) {
        return CraftedPackets.ethernet(
                0x0800,
                CraftedPackets.ipv4(
                        6,
                        CraftedPackets.SERVER,
                        CraftedPackets.CLIENT,
                        CraftedPackets.tcp(
                                CraftedPackets.SERVER,
                                CraftedPackets.CLIENT,
                                CraftedPackets.SERVER_PORT,
                                CraftedPackets.CLIENT_PORT,
                                9,
                                flags,
                                new byte[0],
                                sum)));
    }

    @Test
    void eachPacketGoesToItsDirection() {
        HopTally tally = new HopTally(CraftedPackets.SERVER_PORT, MTU);
        add(tally, CraftedPackets.data(100, MTU - 40, Sum.GOOD));
        add(tally, CraftedPackets.data(100 + MTU - 40, MTU - 39, Sum.PARTIAL));
        add(tally, CraftedPackets.data(100, 10, Sum.WRONG));
        add(
                tally,
                CraftedPackets.tunnelled(CraftedPackets.data(99, 1, Sum.GOOD), CraftedPackets.data(99, 1, Sum.GOOD)));
        add(tally, fromServer(CraftedPackets.SYN | CraftedPackets.ACK, Sum.PARTIAL));
        add(tally, CraftedPackets.ethernet(0x0806, new byte[28]));

        assertThat(tally.packets()).isEqualTo(6);
        assertThat(tally.towardsServer())
                .isEqualTo(new DirectionCount(
                        4,
                        (14 + MTU) + (14 + MTU + 1) + (54 + 10) + (50 + 54 + 1),
                        1,
                        0,
                        1,
                        new ChecksumCount(2, 1, 1, 0, 0, 1, 0)));
        assertThat(tally.towardsClient())
                .isEqualTo(new DirectionCount(1, 54, 0, 1, 0, new ChecksumCount(0, 1, 0, 0, 0, 0, 0)));
        assertThat(tally.other()).isEqualTo(new DirectionCount(1, 42, 0, 0, 0, new ChecksumCount(0, 0, 0, 0, 0, 0, 0)));
    }
}
