package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** schedstat, stat and status of a task. */
final class TaskFilesTest {

    private static String stat(String comm) {
        return "4711 (" + comm + ") R 1 2 3 0 -1 4194304 10 0 0 0 7 8 0 0 20 -5 3 0 106112 3133440 361 1844674407370955"
                + " 9 9 9 9 9 0 0 0 0 0 0 0 17 12 0 0 0 0 0 9 9 9 9 9 9 9 0\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iperf3",
                "a b",
                ") R 1 (",
                "x) (y",
                "((",
                "))",
                "line\nend",
                "",
                "naïve",
                "kworker/u8:3-a_workqueue_with_a_name_as_long_as_they_may)) (R 1"
            })
    void factsAreReadWhateverTheTaskCallsItself(String comm) throws Exception {
        KernelText text = KernelText.of("/proc/4711/task/4711/stat", stat(comm));
        TaskStatFile facts = new TaskStatFile();

        facts.parse(text);

        assertThat(facts.comm(text)).isEqualTo(comm);
        assertThat(facts.processor()).isEqualTo(12);
        assertThat(facts.startTime()).isEqualTo(106_112);
        assertThat(facts.threads()).isEqualTo(3);
        assertThat(facts.kernelThread()).isFalse();
    }

    @Test
    void aKernelThreadIsToldByItsFlags() throws Exception {
        TaskStatFile facts = new TaskStatFile();

        facts.parse(KernelText.of("/proc/14/stat", stat("ksoftirqd/0").replace("4194304", "69238848")));

        assertThat(facts.kernelThread()).isTrue();
    }

    @Test
    void aTaskWithoutAllFieldsIsRefused() {
        assertThatThrownBy(() -> new TaskStatFile().parse(KernelText.of("/proc/1/stat", "1 (a) R 1 2 3 0 -1 4 1 0\n")))
                .isInstanceOf(KernelFileException.class)
                .hasMessageContaining("/proc/1/stat, line 1: expected field 14, utime");
        assertThatThrownBy(() -> new TaskStatFile().parse(KernelText.of("/proc/1/stat", "1 a R\n")))
                .hasMessageContaining("name in parentheses");
    }

    @Test
    void runAndWaitTimesAreRead() throws Exception {
        SchedstatFile times = new SchedstatFile();

        times.parse(KernelText.of("schedstat", "123456789012 9876543210 42\n"));

        assertThat(times.runNanos()).isEqualTo(123_456_789_012L);
        assertThat(times.waitNanos()).isEqualTo(9_876_543_210L);
        assertThat(times.isBlank()).isFalse();
        times.parse(KernelText.of("schedstat", "0 0 0\n"));
        assertThat(times.isBlank()).isTrue();
        assertThatThrownBy(() -> times.parse(KernelText.of("schedstat", "1 2\n")))
                .hasMessageContaining("schedstat, line 1: expected number of time slices");
    }

    @Test
    void theAllowedCpusAreTheListNotTheMask() throws Exception {
        String status = "Name:\tsh\nCpus_allowed:\t10f\nCpus_allowed_list:\t0-3,8\nMems_allowed_list:\t0\n";

        assertThat(PlacementReader.parseAllowed(KernelText.of("status", status)))
                .isEqualTo("0-3,8");
        assertThatThrownBy(() -> PlacementReader.parseAllowed(KernelText.of("status", "Name:\tsh\n")))
                .hasMessageContaining("Cpus_allowed_list");
    }
}
