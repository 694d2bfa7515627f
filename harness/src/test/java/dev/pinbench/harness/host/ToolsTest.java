package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iperf3    | iperf 3.12 (cJSON 1.7.15)                              | 3.12",
                "iperf3    | iperf 3.1.3                                            | 3.1.3",
                "iperf3    | iperf 3.17.1+ (cJSON 1.7.15)                           | 3.17.1+",
                "ip        | ip utility, iproute2-6.1.0, libbpf 1.1.2               | 6.1.0",
                "ip        | ip utility, iproute2-ss200127                          | ss200127",
                "ethtool   | ethtool version 6.1                                    | 6.1",
                "unshare   | unshare from util-linux 2.38.1                         | 2.38.1",
                "stress-ng | stress-ng, version 0.15.06 (gcc 12.2.0, x86_64 Linux)  | 0.15.06",
                "bpftrace  | bpftrace v0.17.0                                       | 0.17.0",
                "perf      | perf version 6.8.12-generic                            | 6.8.12-generic",
                "tcpdump   | tcpdump version 4.99.3                                 | 4.99.3",
            })
    void versionsAreReadFromWhatTheProgramsSay(String tool, String said, String version) {
        assertThat(Tools.version(tool, said + "\nLinux host 6.18.44\n")).contains(version);
    }

    @Test
    void aProgramThatTellsNoVersionHasNone() {
        assertThat(Tools.version("perf", "WARNING: perf not found for kernel\n"))
                .isEmpty();
        assertThat(Tools.version("iperf3", "")).isEmpty();
    }

    @Test
    void versionsAreOrderedByNumber() {
        assertThat(version("3.9")).isLessThan(version("3.12"));
        assertThat(version("3.9")).isEqualByComparingTo(version("3.9.0"));
        assertThat(version("3.17.1+")).isGreaterThan(version("3.16"));
        assertThat(ToolVersion.parse("ss200127")).isEmpty();
    }

    @Test
    void whatBuildsTheLabIsFoundHereWithItsVersion() throws Exception {
        List<Tool> tools = Tools.detect();

        assertThat(tools).extracting(Tool::name).contains("iperf3", "ip", "ethtool", "unshare", "bpftrace");
        assertThat(tools)
                .filteredOn(tool -> tool.debianPackage().equals("util-linux"))
                .hasSize(3)
                .allSatisfy(tool -> assertThat(tool.version()).isNotNull());
        assertThat(tools)
                .filteredOn(tool -> !tool.isPresent())
                .allSatisfy(tool -> assertThat(tool.version()).isNull());
    }

    private static ToolVersion version(String text) {
        return ToolVersion.parse(text).orElseThrow();
    }
}
