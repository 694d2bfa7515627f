package dev.pinbench.harness.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenBytesTest {

    @Test
    void bytesThatComeOnceAreNew() {
        SeenBytes seen = new SeenBytes();

        assertThat(seen.add(1000, 100)).isFalse();
        assertThat(seen.add(1100, 100)).isFalse();
        assertThat(seen.add(1300, 100)).as("a gap").isFalse();
        assertThat(seen.add(1200, 100))
                .as("fills the gap: was lost before, or overtaken")
                .isFalse();
        assertThat(seen.add(900, 100)).as("overtaken by the first").isFalse();
        assertThat(seen.add(1400, 1)).isFalse();
    }

    @Test
    void aSegmentWithAByteThatWasThereIsNot() {
        SeenBytes seen = new SeenBytes();
        seen.add(1000, 100);
        seen.add(1200, 100);

        assertThat(seen.add(1000, 100)).isTrue();
        assertThat(seen.add(1099, 2)).isTrue();
        assertThat(seen.add(1150, 51)).as("the last byte").isTrue();
        assertThat(seen.add(999, 2)).isTrue();
        assertThat(seen.add(1299, 1)).isTrue();
        assertThat(seen.add(1300, 1)).isFalse();
    }

    @Test
    void numbersGoRound() {
        SeenBytes seen = new SeenBytes();

        assertThat(seen.add(-50, 100)).isFalse();
        assertThat(seen.add(50, 100)).isFalse();
        assertThat(seen.add(-50, 1)).isTrue();
        assertThat(seen.add(49, 1)).isTrue();
        assertThat(seen.add(150, 1)).isFalse();
    }

    @Test
    void sixGibibytesInARowAreAllNew() {
        SeenBytes seen = new SeenBytes();
        int step = 1 << 16;

        for (long at = 0; at < 6L << 30; at += step) {
            assertThat(seen.add((int) at, step)).isFalse();
        }
        assertThat(seen.add((int) ((6L << 30) - 1), 1)).isTrue();
    }

    /** Against one bit for each byte. */
    @Test
    void anyOrderGivesTheSameAsBytesOneByOne() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            SeenBytes seen = new SeenBytes();
            BitSet bytes = new BitSet();
            for (int i = 0; i < 60; i++) {
                int from = random.nextInt(400);
                int length = 1 + random.nextInt(30);
                boolean expected = !bytes.get(from, from + length).isEmpty();
                bytes.set(from, from + length);
                assertThat(seen.add(from - 200, length)).isEqualTo(expected);
            }
        }
    }
}
