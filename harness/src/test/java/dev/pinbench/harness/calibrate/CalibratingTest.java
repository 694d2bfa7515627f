package dev.pinbench.harness.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.run.ObserverBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CalibratingTest {

    @Test
    void readersAndTrialsAreMeasuredOnTheLiveMachine() throws Exception {
        HostFacts host = HostFactsReader.readLive();
        List<Integer> online = host.cpus().stream().map(CpuTopology::cpu).toList();
        CalibrationOptions options = new CalibrationOptions(
                2, 1, 1, 6, 10, online.get(online.size() - 1), online.get(0), 42, LabModes.preferred());
        List<Integer> progress = new ArrayList<>();
        List<Long> left = new ArrayList<>();

        Calibration calibration = new Calibrating(options, host, new ReaderCosts.Effort(1, 1, 50))
                .measure("test", (done, all, nanosLeft) -> {
                    assertThat(all).isEqualTo(13);
                    progress.add(done);
                    left.add(nanosLeft);
                });

        assertThat(progress).hasSize(13).isSorted().last().isEqualTo(13);
        assertThat(left.get(0)).as("eleven trials and a connection").isGreaterThan(15_000_000_000L);
        assertThat(left.get(11)).as("a connection").isBetween(5_000_000_000L, 30_000_000_000L);
        assertThat(left.get(12)).isZero();
        assertThat(calibration.differences(Conditions.here(host, options.rootless())))
                .isEmpty();
        assertThat(calibration.readers())
                .extracting(ReaderCost::reader)
                .containsExactlyInAnyOrder(
                        "frame", "bare read", "cpu", "interrupts", "interfaces", "tasks", "co-runners");
        assertThat(calibration.readers())
                .allSatisfy(cost -> assertThat(cost.medianNanos()).isPositive());
        ObserverEffect observer = calibration.observer();
        assertThat(observer.problems().stream().filter(problem -> !problem.contains("counted, though invalid")))
                .isEmpty();
        assertThat(observer.blocks()).isEqualTo(2);
        assertThat(observer.bareGoodputBps()).isGreaterThan(1e6);
        assertThat(observer.sampledOverBare().median()).isBetween(0.1, 10.0);
        assertThat(observer.harnessShareMedian()).isNotNull().isGreaterThan(0);
        assertThat(observer.secondsPerTrial()).isGreaterThan(1);
        assertThat(observer.measurements())
                .hasSize(2)
                .allSatisfy(block -> assertThat(block.order()).hasSize(3));
        TurnEffect turns = Objects.requireNonNull(observer.turns());
        assertThat(turns.connections()).isEqualTo(1);
        assertThat(turns.bareInterfaceBps()).isGreaterThan(1e6);
        assertThat(turns.sampledOverBare().median()).isBetween(0.1, 10.0);
        assertThat(turns.bareAgainOverBare().median()).isBetween(0.1, 10.0);
        assertThat(turns.measurements())
                .singleElement()
                .satisfies(connection -> assertThat(connection.blocks())
                        .extracting(ObserverBlock::order)
                        .hasSize(6)
                        .doesNotHaveDuplicates());
    }
}
