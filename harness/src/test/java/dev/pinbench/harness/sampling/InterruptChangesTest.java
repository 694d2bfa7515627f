package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.IrqRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts that are compared with the frame before instead of parsed: the same increases. */
final class InterruptChangesTest {

    private DoctoredProc proc;
    private FrameReader reader;

    @BeforeEach
    void takeTheBaseline(@TempDir Path root) throws IOException {
        proc = new DoctoredProc(root);
        reader = FrameReader.open(proc.config());
        reader.take();
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
    }

    private Frames result() {
        return reader.result(0);
    }

    @Test
    void interruptsThatAreComparedGiveTheIncreasesOfInterruptsThatAreParsed() throws IOException {
        String header = "        CPU0       CPU1";
        long[] counts = {4_294_967_290L, 8, 500, 0};
        Random random = new Random(3);
        List<String> expected = new ArrayList<>();
        proc.interrupts(interrupts(header, counts, "eth0"));
        reader.take();
        for (int frame = 2; frame < 60; frame++) {
            for (int i = 0; i < counts.length; i++) {
                int more = random.nextInt(3) == 0 ? random.nextInt(1_000) : 0;
                counts[i] = counts[i] + more & Counters.U32_MAX;
                if (more > 0) {
                    expected.add(frame + " " + i % 2 + " " + (30 + i / 2) + " " + more);
                }
            }
            // a description of another length, or of the same and with other letters, makes it parse all again
            proc.interrupts(interrupts(header, counts, frame % 7 == 0 ? "eth0:tx" : frame % 5 == 0 ? "eth1" : "eth0"));
            reader.take();
        }

        assertThat(result().irq())
                .filteredOn(row -> row.time().frame() > 1)
                .extracting(row -> row.time().frame() + " " + row.cpu() + " " + row.irq() + " " + row.increase())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String[] interrupts(String header, long[] counts, String device) {
        return new String[] {
            header,
            String.format(Locale.ROOT, "  30: %10d %10d  edge %s", counts[0], counts[1], device),
            String.format(Locale.ROOT, "  31: %10d %10d  edge %s", counts[2], counts[3], device),
            "ERR:          0",
        };
    }

    @Test
    void anInterruptThatTakesTheExactPlaceOfAnotherIsAnother() throws IOException {
        proc.interrupts("CPU0 CPU1", "30: 7 8 eth0", "31: 5 6 eth1", "ERR: 0");
        reader.take();
        proc.interrupts("CPU0 CPU1", "30: 7 8 eth0", "32: 9 9 eth1", "ERR: 1");
        reader.take();
        proc.interrupts("CPU1 CPU0", "30: 7 8 eth0", "32: 9 9 eth1", "ERR: 1");
        reader.take();

        assertThat(result().irq())
                .filteredOn(row -> row.time().frame() > 1)
                .extracting(row -> row.time().frame(), IrqRow::cpu, IrqRow::irq, IrqRow::increase)
                .containsExactly(tuple(3, 0, "30", 1L));
        assertThat(result().gaps())
                .anyMatch(gap -> gap.startsWith("frame 2") && gap.contains("interrupt 31 disappeared"))
                .anyMatch(gap -> gap.startsWith("frame 2") && gap.contains("interrupt 32 appeared"))
                .anyMatch(gap -> gap.startsWith("frame 3") && gap.contains("CPU 1: interrupt 30 went from 8 to 7"));
    }
}
