package dev.pinbench.harness.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.lab.LabModes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibratingTest {

    @Test
    void readersAndTrialsAreMeasuredOnTheLiveMachine() throws Exception {
        HostFacts host = HostFactsReader.readLive();
        List<Integer> online = host.cpus().stream().map(CpuTopology::cpu).toList();
        CalibrationOptions options = new CalibrationOptions(
                2, 1, 10, online.get(online.size() - 1), online.get(0), 42, LabModes.preferred());
        List<Integer> progress = new ArrayList<>();

        Calibration calibration = new Calibrating(options, host, new ReaderCosts.Effort(1, 1, 50))
                .measure("test", (done, all, nanosPerTrial) -> {
                    assertThat(all).isEqualTo(12);
                    assertThat(nanosPerTrial).isGreaterThan(1_000_000_000L);
                    progress.add(done);
                });

        assertThat(progress).hasSize(12).isSorted().last().isEqualTo(12);
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
    }
}
