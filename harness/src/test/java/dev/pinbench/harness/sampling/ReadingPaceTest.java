package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pinbench.analysis.results.IrqRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingPaceTest {

    private static final long PERIOD_NANOS = 100_000_000;

    private static ReadingPace pace(long... took) {
        ReadingPace pace = new ReadingPace(PERIOD_NANOS);
        for (long nanos : took) {
            pace.took(nanos);
        }
        return pace;
    }

    private static String due(ReadingPace pace, int frames) {
        StringBuilder due = new StringBuilder();
        for (int frame = 0; frame < frames; frame++) {
            due.append(pace.isDue() ? 'x' : '.');
        }
        return due.toString();
    }

    @Test
    void whatTakesLittleIsReadInEveryFrame() {
        assertThat(due(pace(1, 1, 1, 1, 2_000_000, 1, 1, 1), 5)).isEqualTo("xxxxx");
        assertThat(pace(2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000)
                        .every())
                .isEqualTo(1);
    }

    @Test
    void whatTakesLongIsReadSoOftenThatItTakesAFiftieth() {
        long ms = 1_000_000;
        ReadingPace pace = pace(8 * ms, 9 * ms, 8 * ms, 30 * ms, 8 * ms, 8 * ms, 8 * ms, 8 * ms);

        assertThat(pace.every()).isEqualTo(4);
        assertThat(due(pace, 9)).isEqualTo("...x...x.");
    }

    @Test
    void aFewReadingsAreNoReasonYetAndWhatGotQuickerIsReadMoreOften() {
        long ms = 1_000_000;
        assertThat(pace(8 * ms, 8 * ms, 8 * ms).every()).isEqualTo(1);

        ReadingPace pace = pace(8 * ms, 8 * ms, 8 * ms, 8 * ms, 8 * ms, 8 * ms, 8 * ms, 8 * ms);
        pace.took(ms);

        assertThat(pace.every()).isEqualTo(1);
    }

    @Test
    void rowsCoverTheTimeSinceTheReadingBefore(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        Workbench bench = Workbench.at(proc.root());
        ReadingPace slow = new ReadingPace(50_000); // a fiftieth of it is 1 µs, in which nothing is read
        try (Resources resources = new Resources()) {
            IrqSource source = new IrqSource(bench, slow, resources);
            int frame = 0;
            while (slow.every() == 1) {
                source.sample(frame);
                bench.store().frame(frame * 1000L, frame * 1000L + 10);
                frame++;
            }
            int lastRead = frame - 1;
            proc.interrupts("CPU0 CPU1", "30: 7 11 eth0", "RES: 1 2 Rescheduling interrupts", "ERR: 0");
            int next = -1;
            while (next < 0) {
                long before = bench.store().bytes();
                source.sample(frame);
                next = bench.store().bytes() > before ? frame : -1;
                bench.store().frame(frame * 1000L, frame * 1000L + 10);
                frame++;
            }

            List<IrqRow> rows =
                    bench.store().toFrames(0, List.of()).irq().stream().toList();
            assertThat(rows)
                    .extracting(
                            row -> row.time().frame(),
                            IrqRow::irq,
                            IrqRow::increase,
                            row -> row.time().elapsedNanos())
                    .containsExactly(tuple(next, "30", 3L, 1000L * (next - lastRead)));
            assertThat(next - lastRead).isGreaterThan(1);
            assertThat(bench.gaps().sentences())
                    .anyMatch(gap -> gap.contains("interrupts: takes")
                            && gap.contains("its rows cover the time since the reading before"));
        }
    }
}
