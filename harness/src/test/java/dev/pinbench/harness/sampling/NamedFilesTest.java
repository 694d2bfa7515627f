package dev.pinbench.harness.sampling;

import static dev.pinbench.harness.sampling.Counters.MISSING;
import static dev.pinbench.harness.sampling.KernelFixtures.get;
import static dev.pinbench.harness.sampling.KernelFixtures.parseInterrupts;
import static dev.pinbench.harness.sampling.KernelFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** /proc/interrupts and /proc/net/dev. */
final class NamedFilesTest {

    private static NamedTable netDev(String content) throws KernelFileException {
        NamedTable table = new NamedTable(new NameTable(), NetDevFile.WIDTH);
        NetDevFile.parse(KernelText.of("/proc/9/net/dev", content), table);
        return table;
    }

    @Test
    void interruptsOfX86AreReadAndTotalsOfTheMachineAreNot() throws Exception {
        NamedTable table = parseInterrupts(text("x86-2cpu", "interrupts"));

        assertThat(table.names().all())
                .contains("24", "43", "NMI", "LOC", "RES", "CAL")
                .doesNotContain("ERR", "MIS");
        String rescheduling = text("x86-2cpu", "interrupts")
                .lines()
                .filter(line -> line.startsWith("RES:"))
                .findFirst()
                .orElseThrow();
        String[] words = rescheduling.split(" +", -1);
        assertThat(get(table, "RES", 0)).isEqualTo(Long.parseLong(words[1]));
        assertThat(get(table, "RES", 1)).isEqualTo(Long.parseLong(words[2]));
    }

    @Test
    void interruptsOfArmAreReadWithTheirOwnNames() throws Exception {
        NamedTable table = parseInterrupts(text("arm64-4cpu", "interrupts"));

        assertThat(get(table, "IPI0", 3)).isEqualTo(205_544);
        assertThat(get(table, "11", 2)).isEqualTo(2_958_311);
        assertThat(get(table, "62", 3)).isEqualTo(0);
        assertThat(table.names().all()).doesNotContain("Err");
    }

    @Test
    void interruptColumnsAreThoseOfTheHeaderWhereACpuIsOffline() throws Exception {
        NamedTable table = parseInterrupts(text("offline", "interrupts"));

        assertThat(get(table, "120", 1)).isEqualTo(500);
        assertThat(get(table, "120", 2)).isEqualTo(MISSING);
        assertThat(get(table, "120", 3)).isEqualTo(33);
        assertThat(get(table, "CAL", 3)).isEqualTo(60);
    }

    @Test
    void anInterruptRowWithTooFewValuesBelongsToNoCpu() throws Exception {
        NamedTable table = parseInterrupts(text("offline", "interrupts"));

        assertThat(get(table, "121", 0)).isEqualTo(MISSING);
    }

    @Test
    void brokenInterruptsAreRefused() {
        assertThatThrownBy(() -> parseInterrupts(" 1: 5 6 timer\n"))
                .hasMessageContaining("/proc/interrupts, line 1: expected a header");
        assertThatThrownBy(() -> parseInterrupts("  CPU0 CPU1\n 1: 5 6 timer\n no colon\n"))
                .hasMessageContaining("/proc/interrupts, line 3: expected a name and a colon");
        assertThatThrownBy(() -> parseInterrupts("  CPU0 CPU1\n 1: 5 6 tim"))
                .hasMessageContaining("/proc/interrupts, line 2: the file ends in the middle");
        assertThatThrownBy(() -> parseInterrupts("  CPU0 CPU1\n 1: 5 4294967296 timer\n"))
                .hasMessageContaining("/proc/interrupts, line 2")
                .hasMessageContaining("32 bits for CPU 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 256})
    void manyCpusAndSixHundredInterruptsAreReadWhole(int cpus) throws Exception {
        NamedTable table = parseInterrupts(LargeMachine.interrupts(cpus, 600));

        assertThat(table.names().size()).isEqualTo(600);
        for (int row = 0; row < 600; row++) {
            for (int cpu = 0; cpu < cpus; cpu++) {
                assertThat(table.get(row, cpu)).isEqualTo(LargeMachine.value(cpu, row));
            }
        }
    }

    @Test
    void aRowKeepsItsNumberWhenAnotherIsPutBeforeIt() throws Exception {
        NamedTable table = parseInterrupts("  CPU0\n 1: 10 a\n 3: 30 b\n");
        new InterruptsFile().parse(KernelText.of("/proc/interrupts", "  CPU0\n 1: 11 a\n 2: 22 c\n 3: 33 b\n"), table);

        assertThat(table.names().all()).containsExactly("1", "3", "2");
        assertThat(table.get(1, 0)).isEqualTo(33);
        assertThat(table.get(2, 0)).isEqualTo(22);
    }

    @Test
    void interfacesAreReadEvenWithoutABlankAfterTheirName() throws Exception {
        NamedTable table = netDev(text("offline", "net_dev"));

        assertThat(table.names().all()).containsExactly("lo", "eth0.100");
        long[] found = new long[NetDevFile.WIDTH];
        for (int i = 0; i < found.length; i++) {
            found[i] = get(table, "eth0.100", i);
        }
        assertThat(found).containsExactly(123_456_789_012L, 98_765_432, 7, 987_654_321_098L, 12_345_678, 9);
    }

    @Test
    void brokenInterfaceLinesAreRefused() {
        String header = "Inter-| Receive | Transmit\n face |bytes\n";
        assertThatThrownBy(() -> netDev("eth0: 1\n"))
                .hasMessageContaining("/proc/9/net/dev, line 1: expected a header");
        assertThatThrownBy(() -> netDev(header + "eth0: 1 2 3\n"))
                .hasMessage(
                        "/proc/9/net/dev, line 3: expected a counter of the interface (a whole number), found nothing");
        assertThatThrownBy(() -> netDev("Inter-|\n")).hasMessageContaining("cut short");
    }
}
