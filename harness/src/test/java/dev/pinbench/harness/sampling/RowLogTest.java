package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes into the log comes out of it, in few bytes. */
final class RowLogTest {

    @Test
    void rowsComeBackAsTheyWentIn() {
        RowLog log = new RowLog();
        fill(log, new Random(7));
        long bytes = log.bytes();
        log.clear();
        fill(log, new Random(42));

        assertThat(log.bytes()).isBetween(bytes / 2, bytes * 2).isGreaterThan(1 << 17);
        Random same = new Random(42);
        RowLog.Cursor cursor = log.cursor();
        long[] read = new long[25];
        int frame = 0;
        for (int row = 0; row < 20_000; row++) {
            frame += same.nextInt(50) == 0 ? 1 + same.nextInt(3) : 0;
            cursor.begin();
            assertThat(cursor.frame()).isEqualTo(frame);
            assertThat(cursor.key()).isEqualTo(same.nextInt());
            assertThat(cursor.next()).isEqualTo(same.nextLong() >>> 1);
            cursor.nextSparse(read);
            assertThat(read).containsExactly(values(same));
        }
    }

    private static void fill(RowLog log, Random random) {
        int frame = 0;
        for (int row = 0; row < 20_000; row++) {
            frame += random.nextInt(50) == 0 ? 1 + random.nextInt(3) : 0;
            log.begin(frame, random.nextInt());
            log.add(random.nextLong() >>> 1);
            log.addSparse(values(random));
            log.prepare(0);
        }
    }

    private static long[] values(Random random) {
        long[] values = new long[25];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (random.nextInt(4)) {
                case 0 -> Counters.MISSING;
                case 1 -> random.nextInt(300);
                default -> 0;
            };
        }
        return values;
    }

    @Test
    void anHourOfALargeMachineStaysBounded() {
        FrameStore store = new FrameStore();
        long[] busy = new long[CpuTable.WIDTH];
        int[] moving = {0, 2, 3, 9, 11, 15, 17, 18, 23, 24, 25};
        for (int column : moving) {
            busy[column] = column >= 23 ? 1_500_000 : 300;
        }
        for (int irq = 0; irq < 600; irq++) {
            byte[] name = Integer.toString(irq).getBytes(StandardCharsets.US_ASCII);
            store.irqs().idOf(name, 0, name.length);
            store.comms().idOf(name, 0, name.length);
        }
        int frames = 100;
        store.frame(0, 1);
        for (int frame = 1; frame <= frames; frame++) {
            store.frame(frame * 100_000_000L, frame * 100_000_000L + 5_000_000);
            for (int cpu = 0; cpu < 256; cpu++) {
                store.cpu(frame, cpu, busy);
                for (int irq = 0; irq < 4; irq++) {
                    store.irq(frame, cpu, 596 + irq, 250);
                }
            }
            for (int task = 0; task < 64; task++) {
                store.task(frame, 5, 4000 + task, task, task, 40_000_000, 2_000_000, 39_000_000);
            }
        }

        // 10 frames a second; every CPU with 10 counters and 4 interrupts that move, 64 tasks that run
        assertThat(store.bytes() / frames * 36_000).as("bytes an hour").isLessThan(512L << 20);
        assertThat(store.toFrames(0, List.of()).irq()).hasSize(frames * 256 * 4);
    }

    @Test
    void aCpuOnWhichNothingMovesTakesTwoBytes() {
        RowLog log = new RowLog();
        long[] idle = new long[CpuTable.WIDTH];
        for (int cpu = 0; cpu < 100; cpu++) {
            log.begin(0, cpu);
            log.addSparse(idle);
        }

        assertThat(log.bytes()).isEqualTo(200);
    }

    @Test
    void memoryIsThereBeforeItIsNeeded() {
        ByteLog log = new ByteLog();
        log.prepare(300_000);
        for (int i = 0; i < 200_000; i++) {
            log.add(i & 0x7F);
        }

        assertThat(log.size()).isEqualTo(200_000);
        ByteLog.Reader reader = log.reader();
        for (int i = 0; i < 200_000; i++) {
            assertThat(reader.next()).isEqualTo(i & 0x7F);
        }
    }
}
