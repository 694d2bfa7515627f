package dev.pinbench.harness.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaptureRoomTest {
    private static final long GIB = 1L << 30;

    @Test
    void aHopTakesPayloadHeadersAndAcknowledgements() {
        CaptureRoom room = CaptureRoom.of(100 << 20, 1500, 4, 16 * GIB);

        assertThat(room.bytesPerHop()).isBetween(110L << 20, 130L << 20);
        assertThat(room.losesNothing()).isTrue();
        assertThat(room.bufferBytes()).isLessThan(200 << 20);
    }

    @Test
    void buffersLeaveMostOfTheMemoryToOthers() {
        CaptureRoom room = CaptureRoom.of(100 << 20, 1500, 10, GIB);

        assertThat(10 * room.bufferBytes()).isLessThanOrEqualTo(GIB / 4);
        assertThat(room.losesNothing()).isFalse();
    }

    @Test
    void thereIsAlwaysABufferAndNeverOneTooLarge() {
        assertThat(CaptureRoom.of(1000, 1500, 10, 1 << 20).bufferBytes()).isEqualTo(4 << 20);
        assertThat(CaptureRoom.of(1L << 40, 576, 4, 1L << 40).bufferBytes()).isEqualTo(GIB);
    }
}
