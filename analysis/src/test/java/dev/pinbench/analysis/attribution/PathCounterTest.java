package dev.pinbench.analysis.attribution;

import static dev.pinbench.analysis.attribution.FrameBuilder.SECOND;
import static dev.pinbench.analysis.attribution.FrameBuilder.second;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.TrialPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PathCounterTest {
    private static final TrialPath WAY =
            TrialPath.uncounted(true, List.of(hop("pod", "eth0"), hop("node", "eth0"), hop("node", "late")));

    private static TrialPath.Hop hop(String namespace, String interfaceName) {
        return new TrialPath.Hop(namespace, interfaceName, "veth", List.of("routes"), null, null);
    }

    /** Ten seconds; {@code late} has no row in the fifth. */
    private static Frames frames() {
        List<NetRow> net = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            net.add(new NetRow(second(i), "pod", "eth0", 100, 10, 1, 2000, 20, 0));
            net.add(new NetRow(second(i), "node", "eth0", 1L << 40, 1, 0, 3, 4, 5));
            if (i != 5) {
                net.add(new NetRow(second(i), "node", "late", 1, 1, 1, 1, 1, 1));
            }
        }
        return new Frames(List.of(), List.of(), List.of(), net, 0, List.of());
    }

    @Test
    void onlyFramesWhollyInTheWindowCount() {
        TrialPath counted = PathCounter.count(frames(), 2 * SECOND + SECOND / 2, 8 * SECOND, WAY);

        assertThat(counted.complete()).isTrue();
        assertThat(counted.countedNanos()).isEqualTo(5 * SECOND);
        assertThat(counted.hops().get(0))
                .isEqualTo(hop("pod", "eth0")
                        .counting(new TrialPath.Counts(500, 50, 5), new TrialPath.Counts(10_000, 100, 0)));
        assertThat(counted.hops().get(1))
                .isEqualTo(hop("node", "eth0")
                        .counting(new TrialPath.Counts(5 * (1L << 40), 5, 0), new TrialPath.Counts(15, 20, 25)));
    }

    @Test
    void aSumWithAHoleIsNoSum() {
        assertThat(PathCounter.count(frames(), 0, 10 * SECOND, WAY).hops().get(2))
                .isEqualTo(hop("node", "late"));
        assertThat(PathCounter.count(frames(), 5 * SECOND, 10 * SECOND, WAY)
                        .hops()
                        .get(2)
                        .rx())
                .isEqualTo(new TrialPath.Counts(5, 5, 5));
    }

    @Test
    void withoutAFrameInTheWindowNothingIsKnown() {
        assertThat(PathCounter.count(frames(), 2 * SECOND + 1, 3 * SECOND, WAY)).isEqualTo(WAY);
    }
}
