package dev.pinbench.harness.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorReportTest {

    private static final List<DoctorFinding> FINDINGS = List.of(
            DoctorFinding.ok("clock source", "tsc", "reading the clock costs little"),
            DoctorFinding.note("turbo", "unknown", "core frequencies may vary unseen with heat", null),
            DoctorFinding.stop("iperf3", "not installed", "nothing can be measured", "sudo apt-get install iperf3"),
            DoctorFinding.bias("steal", "at most 2.0 %", "throughput falls", "# use a machine with dedicated cores"));

    @Test
    void theWorstComesFirstWithItsMend() {
        assertThat(DoctorReport.render(FINDINGS, 80, false)).isEqualTo("""
                STOP  iperf3: not installed
                      effect  nothing can be measured
                      mend    sudo apt-get install iperf3
                BIAS  steal: at most 2.0 %
                      effect  throughput falls
                      mend    # use a machine with dedicated cores
                NOTE  turbo: unknown
                      effect  core frequencies may vary unseen with heat
                OK    clock source: tsc
                1 stop, 1 bias, 1 note, 1 ok
                """);
    }

    @Test
    void aNarrowTerminalGetsCommandsThatCanStillBeCopied() {
        assertThat(DoctorReport.render(FINDINGS, 40, false)).isEqualTo("""
                STOP  iperf3: not installed
                      effect  nothing can be measured
                      mend    sudo apt-get install \\
                              iperf3
                BIAS  steal: at most 2.0 %
                      effect  throughput falls
                      mend    # use a machine with
                              # dedicated cores
                NOTE  turbo: unknown
                      effect  core frequencies may vary
                              unseen with heat
                OK    clock source: tsc
                1 stop, 1 bias, 1 note, 1 ok
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 120})
    void noLineIsWiderThanTheTerminal(int width) {
        assertThat(DoctorReport.render(FINDINGS, width, false).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }

    @Test
    void colourIsOnlyThereWhenAskedFor() {
        assertThat(DoctorReport.render(FINDINGS, 80, false)).doesNotContain("\u001b");
        assertThat(DoctorReport.render(FINDINGS, 80, true)).contains("\u001b[1;31mSTOP\u001b[0m  iperf3");
    }
}
