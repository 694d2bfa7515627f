package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredWindowTest {

    private static final long FRAME_NANOS = 100_000_000;

    /** Frames of 0.1 s in which these bytes arrived, after a first one that only sets the base. */
    private static Frames frames(long... bytes) {
        List<NetRow> rows = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            FrameTime time = new FrameTime(i + 1, (i + 1) * FRAME_NANOS, (i + 1) * FRAME_NANOS + 500_000, FRAME_NANOS);
            rows.add(new NetRow(time, "node-b", "wire-b", bytes[i], 1, 0, 0, 0, 0));
            rows.add(new NetRow(time, "node-a", "wire-b", 1_000_000_000, 1, 0, 0, 0, 0));
        }
        return new Frames(List.of(), List.of(), List.of(), rows, 0, List.of());
    }

    @Test
    void itBeginsAfterTheWarmUpAndEndsWhenTrafficCanEndAtTheEarliest() {
        Frames frames = frames(0, 400, 1_000_000, 1_000_000, 1_000_000);

        // Traffic began in the third frame, between 0.2 s and 0.3 s.
        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 2, 10, 0, Long.MAX_VALUE))
                .contains(new MeasuredWindow(2_295_000_000L, 12_200_000_000L));
        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 0, 1, 0, Long.MAX_VALUE))
                .contains(new MeasuredWindow(295_000_000L, 1_200_000_000L));
    }

    @Test
    void theHandshakeIsNotTheBeginning() {
        Frames frames = frames(40_000, 49_999, 50_000, 1_000_000);

        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 0, 1, 0, Long.MAX_VALUE))
                .contains(new MeasuredWindow(295_000_000L, 1_200_000_000L));
    }

    @Test
    void withoutTrafficThereIsNone() {
        assertThat(MeasuredWindow.find(frames(), "node-b", "wire-b", 0, 1, 0, Long.MAX_VALUE))
                .isEmpty();
        assertThat(MeasuredWindow.find(frames(0, 0, 0), "node-b", "wire-b", 0, 1, 0, Long.MAX_VALUE))
                .isEmpty();
        assertThat(MeasuredWindow.find(frames(5, 5), "node-b", "other", 0, 1, 0, Long.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void aFrameWithoutDurationIsPassedOver() {
        NetRow broken = new NetRow(new FrameTime(1, 5, 6, 0), "node-b", "wire-b", 9_000_000, 1, 0, 0, 0, 0);
        List<NetRow> rows = new ArrayList<>(List.of(broken));
        frames(1_000_000).net().forEach(rows::add);
        Frames frames = new Frames(List.of(), List.of(), List.of(), rows, 0, List.of());

        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 0, 1, 0, Long.MAX_VALUE))
                .contains(new MeasuredWindow(95_000_000L, 1_000_000_000L));
    }

    @Test
    void isEmptyWhereFramesAreTooFarApart() {
        assertThat(MeasuredWindow.find(frames(0, 100), "node-b", "wire-b", 0, 0, 0, Long.MAX_VALUE))
                .isEmpty();
    }

    @Test
    void whatOthersMovedBeforeIsNotTheBeginning() {
        Frames frames = frames(900_000, 900_000, 0, 0, 1_000_000, 1_000_000);
        long clientsStart = 2 * FRAME_NANOS;

        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 0, 1, clientsStart, Long.MAX_VALUE))
                .hasValueSatisfying(
                        window -> assertThat(window.startNanos()).isEqualTo(5 * FRAME_NANOS - FRAME_NANOS / 20));
    }

    @Test
    void trafficDoesNotBeginBeforeTheFirstClient() {
        Frames frames = frames(0, 0, 500_000, 1_000_000);
        long clientsStart = 250_000_000;

        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 0, 1, clientsStart, Long.MAX_VALUE))
                .contains(new MeasuredWindow(295_000_000L, 1_250_000_000L));
    }

    @Test
    void endsWithTheClientsAtTheLatest() {
        Frames frames = frames(0, 0, 0, 0, 0, 100, 100, 100);
        long clientsEnd = 8 * FRAME_NANOS;

        assertThat(MeasuredWindow.find(frames, "node-b", "wire-b", 0, 60, 0, clientsEnd))
                .hasValueSatisfying(window -> assertThat(window.endNanos()).isEqualTo(clientsEnd));
    }
}
