package dev.pinbench.harness.sampling;

import static dev.pinbench.harness.sampling.Counters.MISSING;
import static dev.pinbench.harness.sampling.KernelFixtures.get;
import static dev.pinbench.harness.sampling.KernelFixtures.parseStat;
import static dev.pinbench.harness.sampling.KernelFixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.CpuCounter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** /proc/stat, /proc/softirqs and /proc/net/softnet_stat. */
final class CpuFilesTest {

    private static CpuTable softirqs(String content) throws KernelFileException {
        CpuTable table = new CpuTable();
        new SoftirqsFile().parse(KernelText.of("/proc/softirqs", content), table);
        return table;
    }

    private static CpuTable softnet(String stat, String content) throws KernelFileException {
        CpuTable table = parseStat(stat);
        new SoftnetFile().parse(KernelText.of("/proc/net/softnet_stat", content), table);
        return table;
    }

    @Test
    void ticksAreReadByCpuAndTheSumOfAllIsLeftOut() throws Exception {
        CpuTable table = parseStat(text("x86-2cpu", "stat"));

        assertThat(table.onlineCount()).isEqualTo(2);
        assertThat(get(table, 0, CpuCounter.USER_TICKS)).isEqualTo(tick("x86-2cpu", 0, 1));
        assertThat(get(table, 1, CpuCounter.SOFTIRQ_TICKS)).isEqualTo(tick("x86-2cpu", 1, 7));
        assertThat(get(table, 1, CpuCounter.STEAL_TICKS)).isEqualTo(tick("x86-2cpu", 1, 8));
    }

    private static long tick(String machine, int cpu, int word) {
        String line = text(machine, "stat").lines().skip(1 + cpu).findFirst().orElseThrow();
        return Long.parseLong(line.split(" ", -1)[word]);
    }

    @Test
    void ticksThatAnOldKernelDoesNotGiveAreMissingNotZero() throws Exception {
        CpuTable table = parseStat(text("old-2.6.32", "stat"));

        assertThat(get(table, 1, CpuCounter.SOFTIRQ_TICKS)).isEqualTo(4);
        assertThat(get(table, 1, CpuCounter.STEAL_TICKS)).isEqualTo(MISSING);
    }

    @Test
    void anOfflineCpuShiftsNoRow() throws Exception {
        CpuTable table = parseStat(text("offline", "stat"));

        assertThat(table.isOnline(2)).isFalse();
        assertThat(get(table, 2, CpuCounter.USER_TICKS)).isEqualTo(MISSING);
        assertThat(get(table, 3, CpuCounter.USER_TICKS)).isEqualTo(150);
        assertThat(table.nextOnline(1)).isEqualTo(3);
    }

    @Test
    void aStatFileThatIsCutShortIsRefused() {
        String whole = text("x86-2cpu", "stat");
        int secondCpu = whole.indexOf("cpu1");

        assertThatThrownBy(() -> parseStat(whole.substring(0, secondCpu + 8)))
                .isInstanceOf(KernelFileException.class)
                .hasMessage("/proc/stat, line 3: the file ends in the middle of this line");
        assertThatThrownBy(() -> parseStat(whole.substring(0, secondCpu)))
                .hasMessageContaining("/proc/stat, line 3")
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> parseStat("")).hasMessageContaining("the file is empty");
    }

    @Test
    void whatIsNoNumberIsNamedWithFileLineAndCpu() {
        assertThatThrownBy(() -> parseStat("cpu  1 2 3 4\ncpu7 1 2 x3 4\nintr 1\n"))
                .hasMessage("/proc/stat, line 2, CPU 7: expected ticks (a whole number), found 'x3 4'");
        assertThatThrownBy(() -> parseStat("cpu  1 2 3 4\ncpu7 1 2 -3 4\nintr 1\n"))
                .hasMessageContaining("line 2, CPU 7");
        assertThatThrownBy(() -> parseStat("cpu0 1 2\nintr 1\n"))
                .hasMessageContaining("line 1, CPU 0: expected at least");
        assertThatThrownBy(() -> parseStat("cpu0 99999999999999999999 2 3 4\nintr 1\n"))
                .hasMessageContaining("line 1, CPU 0");
        assertThatThrownBy(() -> parseStat("cpu99999999 1 2 3 4\nintr 1\n"))
                .hasMessageContaining("expected a CPU number below");
    }

    @Test
    void softirqColumnsBelongToPossibleCpusAndUnknownVectorsArePassedOver() throws Exception {
        CpuTable table = softirqs(text("offline", "softirqs"));

        assertThat(get(table, 2, CpuCounter.NET_RX)).isEqualTo(2002);
        assertThat(get(table, 3, CpuCounter.NET_RX)).isEqualTo(2003);
        assertThat(get(table, 3, CpuCounter.SCHED)).isEqualTo(993);
        assertThat(get(table, 3, CpuCounter.RCU)).isEqualTo(23);
        assertThat(table.isOnline(3)).isFalse();
    }

    @Test
    void blockIopollIsTheOldNameOfIrqPoll() throws Exception {
        CpuTable table = softirqs(text("old-2.6.32", "softirqs"));

        assertThat(get(table, 1, CpuCounter.IRQ_POLL)).isEqualTo(4);
        assertThat(get(table, 1, CpuCounter.BLOCK)).isEqualTo(800);
        assertThat(get(table, 1, CpuCounter.NET_RX)).isEqualTo(12);
    }

    @Test
    void aVectorThatTheKernelLacksIsMissing() throws Exception {
        String without = text("x86-2cpu", "softirqs").replaceAll(" +IRQ_POLL:.*\n", "");

        CpuTable table = softirqs(without);

        assertThat(get(table, 0, CpuCounter.IRQ_POLL)).isEqualTo(MISSING);
        assertThat(get(table, 0, CpuCounter.BLOCK)).isEqualTo(0);
    }

    @Test
    void aSoftirqRowWithAColumnTooFewNamesItsCpu() {
        assertThatThrownBy(() -> softirqs("      CPU0 CPU1 CPU5\n  NET_RX: 1 2\n"))
                .hasMessage("/proc/softirqs, line 2, CPU 5: expected a count (a whole number), found nothing");
        assertThatThrownBy(() -> softirqs("  NET_RX: 1 2\n"))
                .hasMessageContaining("line 1: expected a header of CPU0 CPU1");
        assertThatThrownBy(() -> softirqs("  CPU0 CPU1\n")).hasMessageContaining("cut short");
        assertThatThrownBy(() -> softirqs("  CPU0\n  NET_RX: 4294967296\n"))
                .hasMessageContaining("line 2, CPU 0: expected a count of 32 bits, found '4294967296'");
    }

    @Test
    void softnetLinesAreJoinedOnTheCpuTheyName() throws Exception {
        CpuTable table = softnet(text("offline", "stat"), text("offline", "softnet_stat"));

        assertThat(get(table, 3, CpuCounter.SOFTNET_PROCESSED)).isEqualTo(0x7d3);
        assertThat(get(table, 3, CpuCounter.SOFTNET_DROPPED)).isEqualTo(4);
        assertThat(get(table, 1, CpuCounter.SOFTNET_SQUEEZED)).isEqualTo(1);
        assertThat(get(table, 1, CpuCounter.SOFTNET_RECEIVED_RPS)).isEqualTo(2);
        assertThat(get(table, 0, CpuCounter.SOFTNET_FLOW_LIMIT)).isEqualTo(2);
        assertThat(get(table, 2, CpuCounter.SOFTNET_PROCESSED)).isEqualTo(MISSING);
    }

    @Test
    void softnetLinesWithoutCpuFollowTheOnlineCpus() throws Exception {
        String nine = text("offline", "softnet_stat").replaceAll("(?m)^((\\S{8} ?){9}).*$", "$1");

        CpuTable table = softnet(text("offline", "stat"), nine);

        assertThat(get(table, 3, CpuCounter.SOFTNET_PROCESSED)).isEqualTo(0x7d3);
        assertThat(get(table, 3, CpuCounter.SOFTNET_RECEIVED_RPS)).isEqualTo(MISSING);
        assertThat(get(table, 3, CpuCounter.SOFTNET_FLOW_LIMIT)).isEqualTo(MISSING);
    }

    @Test
    void softnetLinesWithoutCpuAreRefusedWhereTheirNumberDisagrees() {
        assertThatThrownBy(() -> softnet(text("offline", "stat"), text("old-2.6.32", "softnet_stat")))
                .hasMessageContaining("/proc/net/softnet_stat, line 1")
                .hasMessageContaining("2 lines for 3 online CPUs");
        assertThatThrownBy(() -> softnet(text("offline", "stat"), "00000001 00000002\n"))
                .hasMessageContaining("expected at least 9 columns, found 2");
        assertThatThrownBy(() -> softnet(text("offline", "stat"), "0000000g\n"))
                .hasMessageContaining("8 hexadecimal digits");
        assertThatThrownBy(() -> softnet(text("offline", "stat"), "100000000\n"))
                .hasMessageContaining("8 hexadecimal digits");
    }

    /** The parser expects numbers as long as those before; whatever comes instead, it reads what is there. */
    @Test
    void numbersOfAnyLengthAreReadWhateverStoodThereBefore() throws Exception {
        Random random = new Random(20261129);
        StatFile parser = new StatFile();
        for (int round = 0; round < 300; round++) {
            int cpus = 1 + random.nextInt(9);
            int columns = 4 + random.nextInt(8);
            StringBuilder text = new StringBuilder("cpu  1 2 3 4\n");
            long[][] ticks = new long[cpus][columns];
            for (int cpu = 0; cpu < cpus; cpu++) {
                text.append("cpu").append(cpu * 7);
                for (int column = 0; column < columns; column++) {
                    long bound = (long) Math.pow(10, random.nextInt(18));
                    ticks[cpu][column] = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * bound);
                    text.append(' ').append(ticks[cpu][column]);
                }
                text.append('\n');
            }
            CpuTable table = new CpuTable();
            parser.parse(KernelText.of("/proc/stat", text + "intr 1\n"), table);

            assertThat(table.onlineCount()).isEqualTo(cpus);
            for (int cpu = 0; cpu < cpus; cpu++) {
                for (int column = 0; column <= StatFile.LAST - StatFile.FIRST; column++) {
                    assertThat(table.get(cpu * 7, StatFile.FIRST + column))
                            .isEqualTo(column < columns ? ticks[cpu][column] : MISSING);
                }
            }
        }
    }

    @Test
    void aFileWithoutTheSumOfAllIsReadAgainAndAgain() throws Exception {
        StatFile parser = new StatFile();
        for (int frame = 0; frame < 3; frame++) {
            CpuTable table = new CpuTable();
            parser.parse(KernelText.of("/proc/stat", "cpu0 1 2 3 4\nintr 1\n"), table);

            assertThat(table.get(0, StatFile.FIRST + 3)).isEqualTo(4);
        }
    }

    @Test
    void cpusComeAndGoBetweenTwoReadings() throws Exception {
        StatFile parser = new StatFile();
        for (int[] cpus : new int[][] {{0, 1, 2}, {0, 2}, {0, 1, 2, 3}, {1, 12, 123, 1234, 12345}, {1, 12345}, {0}}) {
            StringBuilder text = new StringBuilder("cpu  1 2 3 4 5 6 7 8 0 0\n");
            for (int cpu : cpus) {
                text.append("cpu").append(cpu);
                for (int column = 0; column < 10; column++) {
                    text.append(' ').append(LargeMachine.value(cpu, column));
                }
                text.append('\n');
            }
            for (int frame = 0; frame < 2; frame++) {
                CpuTable table = new CpuTable();
                parser.parse(KernelText.of("/proc/stat", text + "intr 1\n"), table);

                assertThat(table.onlineCount()).isEqualTo(cpus.length);
                for (int cpu : cpus) {
                    for (int column = StatFile.FIRST; column <= StatFile.LAST; column++) {
                        assertThat(table.get(cpu, column)).isEqualTo(LargeMachine.value(cpu, column));
                    }
                }
            }
        }
    }

    @Test
    void aCpuIsNotTakenForAnotherWhateverItsLabel() throws Exception {
        StatFile parser = new StatFile();
        for (String label : new String[] {"cpu000001", "cpu000002", "cpu2", "cpu000003"}) {
            CpuTable table = new CpuTable();
            String text = "cpu\t5 1 2 3 4 5 6 7 8\n" + label + " 1 2 3 4 5 6 7 8\ncpu  123456 2 3 4\nintr 1\n";
            parser.parse(KernelText.of("/proc/stat", text), table);

            int cpu = Integer.parseInt(label.substring(3));
            assertThat(table.onlineCount()).isEqualTo(1);
            assertThat(get(table, cpu, CpuCounter.STEAL_TICKS)).as(label).isEqualTo(8);
        }
    }

    @Test
    void ticksAreReadWhateverComesBehindThem() throws Exception {
        StatFile parser = new StatFile();
        for (String rest : new String[] {" 0 0", " 0 0", " 12345678 1", "", " 1", " 12345678 12345678 0 9", " x"}) {
            String text = "cpu  1 2\ncpu0 1 2 3 4 5 6 7 8" + rest + "\ncpu1 8 7 6 5 4 3 2 1" + rest + "\nintr 1\n";
            CpuTable table = new CpuTable();
            parser.parse(KernelText.of("/proc/stat", text), table);

            assertThat(get(table, 0, CpuCounter.STEAL_TICKS)).as(rest).isEqualTo(8);
            assertThat(get(table, 1, CpuCounter.USER_TICKS)).as(rest).isEqualTo(8);
            assertThat(get(table, 1, CpuCounter.STEAL_TICKS)).as(rest).isEqualTo(1);
        }
    }

    @Test
    void columnsOfSoftirqsAreJoinedOnTheHeader() throws Exception {
        SoftirqsFile parser = new SoftirqsFile();
        for (int[] cpus : new int[][] {{0, 1}, {0, 2}, {3, 1}, {0, 1, 2}, {0, 1}}) {
            StringBuilder header = new StringBuilder("                    ");
            StringBuilder row = new StringBuilder("      NET_RX:");
            for (int cpu : cpus) {
                header.append(String.format(Locale.ROOT, "CPU%-8d", cpu));
                row.append(String.format(Locale.ROOT, " %10d", 1000 + cpu));
            }
            CpuTable table = new CpuTable();
            parser.parse(KernelText.of("/proc/softirqs", header + "\n" + row + "\n"), table);

            for (int cpu = 0; cpu < 4; cpu++) {
                int wanted = cpu;
                boolean named = Arrays.stream(cpus).anyMatch(each -> each == wanted);
                assertThat(get(table, cpu, CpuCounter.NET_RX)).isEqualTo(named ? 1000 + cpu : MISSING);
            }
        }
    }

    @Test
    void countsOfAnyLengthAreReadFromSoftirqs() throws Exception {
        Random random = new Random(20261129);
        SoftirqsFile parser = new SoftirqsFile();
        for (int round = 0; round < 100; round++) {
            int cpus = 1 + random.nextInt(20);
            long[] counts =
                    random.longs(cpus, 0, 1L << (1 + random.nextInt(32))).toArray();
            StringBuilder header = new StringBuilder("                    ");
            StringBuilder row = new StringBuilder("      NET_RX:");
            for (int cpu = 0; cpu < cpus; cpu++) {
                header.append(String.format(Locale.ROOT, "CPU%-8d", cpu));
                row.append(String.format(Locale.ROOT, " %10d", counts[cpu]));
            }
            CpuTable table = new CpuTable();
            parser.parse(KernelText.of("/proc/softirqs", header + "\n" + row + "\n"), table);

            for (int cpu = 0; cpu < cpus; cpu++) {
                assertThat(get(table, cpu, CpuCounter.NET_RX)).isEqualTo(counts[cpu]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 256})
    void manyCpusAreReadWhole(int cpus) throws Exception {
        CpuTable table = softnet(LargeMachine.stat(cpus), LargeMachine.softnet(cpus));
        new SoftirqsFile().parse(KernelText.of("/proc/softirqs", LargeMachine.softirqs(cpus)), table);

        assertThat(table.onlineCount()).isEqualTo(cpus);
        for (int cpu = 0; cpu < cpus; cpu++) {
            for (int column = StatFile.FIRST; column <= SoftirqsFile.LAST; column++) {
                assertThat(table.get(cpu, column)).isEqualTo(LargeMachine.value(cpu, column));
            }
            assertThat(get(table, cpu, CpuCounter.SOFTNET_RECEIVED_RPS)).isEqualTo(LargeMachine.value(cpu, 9));
        }
    }
}
