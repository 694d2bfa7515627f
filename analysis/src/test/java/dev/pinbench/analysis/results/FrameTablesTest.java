package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTablesTest {

    private static final FrameTime TIME = new FrameTime(1, 10, 20, 30);
    private static final String IRQ_HEADER = "frame,start_nanos,end_nanos,elapsed_nanos,cpu,irq,delta\n";

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(DurableFiles.Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        return bytes.toByteArray();
    }

    private static byte[] cpu(CpuRow... rows) throws IOException {
        return bytes(to -> FrameTables.cpu(Rows.of(List.of(rows)), to));
    }

    private static byte[] irq(List<IrqRow> rows) throws IOException {
        return bytes(to -> FrameTables.irq(Rows.of(rows), to));
    }

    private static byte[] task(TaskRow... rows) throws IOException {
        return bytes(to -> FrameTables.task(Rows.of(List.of(rows)), to));
    }

    private static byte[] net(NetRow... rows) throws IOException {
        return bytes(to -> FrameTables.net(Rows.of(List.of(rows)), to));
    }

    @Test
    void everyTableComesBackAsItWas() throws IOException {
        Frames frames = FixedRun.frames();

        assertThat(FrameTables.readCpu(bytes(to -> FrameTables.cpu(frames.cpu(), to))))
                .containsExactlyElementsOf(frames.cpu());
        assertThat(FrameTables.readIrq(bytes(to -> FrameTables.irq(frames.irq(), to))))
                .containsExactlyElementsOf(frames.irq());
        assertThat(FrameTables.readTask(bytes(to -> FrameTables.task(frames.task(), to))))
                .containsExactlyElementsOf(frames.task());
        assertThat(FrameTables.readNet(bytes(to -> FrameTables.net(frames.net(), to))))
                .containsExactlyElementsOf(frames.net());
    }

    @Test
    void rowsThatNobodyWantsAreLeftOut() throws IOException {
        long[] increases = new long[CpuCounter.values().length];
        CpuRow first = new CpuRow(TIME, 0, increases);
        CpuRow second = new CpuRow(TIME, 1, increases);

        assertThat(FrameTables.readCpu(cpu(first, second, first), row -> row.cpu() == 0))
                .containsExactly(first, first);
    }

    @Test
    void tablesOfBeforeThereWereTaskClocksAreRead() throws IOException {
        byte[] task = gzip("""
                frame,start_nanos,end_nanos,elapsed_nanos,role,tid,comm,cpu,run_nanos,wait_nanos
                1,10,20,30,client,7,iperf3,1,99,2
                """);
        byte[] cpu = gzip(firstLine(cpu()).replace(",ksoftirqd_task_clock_nanos", "") + "\n1,10,20,30,3"
                + ",5".repeat(CpuCounter.values().length - 1) + "\n");

        assertThat(FrameTables.readTask(task))
                .containsExactly(new TaskRow(TIME, TaskRole.CLIENT, 7, "iperf3", 1, 99, 2, CpuRow.MISSING));
        CpuRow row = FrameTables.readCpu(cpu).get(0);
        assertThat(row.increase(CpuCounter.KSOFTIRQD_WAIT_NANOS)).hasValue(5);
        assertThat(row.increase(CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS)).isEmpty();
    }

    @Test
    void aTableThatLacksMoreThanTheLastColumnIsRefused() throws IOException {
        byte[] task = gzip("frame,start_nanos,end_nanos,elapsed_nanos,role,tid,comm,cpu,run_nanos\n");

        assertThatThrownBy(() -> FrameTables.readTask(task))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected the columns")
                .hasMessageContaining("task_clock_nanos");
    }

    private static String firstLine(byte[] table) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(table))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void anEmptyTableIsItsHeaderAlone() throws IOException {
        assertThat(FrameTables.readCpu(cpu())).isEmpty();
        assertThat(FrameTables.readIrq(irq(List.of()))).isEmpty();
    }

    @Test
    void aValueThatCouldNotBeHadIsNotZero() throws IOException {
        long[] increases = new long[CpuCounter.values().length];
        Arrays.fill(increases, CpuRow.MISSING);
        increases[0] = 0;

        CpuRow row = FrameTables.readCpu(cpu(new CpuRow(TIME, 3, increases))).get(0);

        assertThat(row.increase(CpuCounter.USER_TICKS)).hasValue(0);
        assertThat(row.increase(CpuCounter.NICE_TICKS)).isEmpty();
        assertThat(row.increase(CpuCounter.KSOFTIRQD_WAIT_NANOS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "cr\rlf\r\n",
                "com,ma",
                "quo\"te",
                "\"\"",
                "",
                " blank ",
                "(kworker) 1:2",
                "\u202eevil\u2069",
                "#no comment",
                "名前"
            })
    void hostileNamesComeBackAsTheyWere(String name) throws IOException {
        TaskRow task = new TaskRow(TIME, TaskRole.CO_RUNNER, 7, name, 0, 1, 2, 3);
        NetRow net = new NetRow(TIME, name, name, 1, 2, 3, 4, 5, 6);

        assertThat(FrameTables.readTask(task(task, task))).containsExactly(task, task);
        assertThat(FrameTables.readNet(net(net, net))).containsExactly(net, net);
    }

    @Test
    void aRowWithAWrongNumberOfCellsIsRefusedWithItsLine() throws IOException {
        byte[] table = gzip(IRQ_HEADER + "1,10,20,30,0,24,5\n1,10,20,30,0,24\n");

        assertThatThrownBy(() -> FrameTables.readIrq(table))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("6 cells")
                .hasMessageContaining("expected 7");
    }

    @Test
    void aCellThatIsNoNumberIsRefusedWithItsLine() throws IOException {
        byte[] table = gzip(IRQ_HEADER + "1,10,20,30,0,24,many\n");

        assertThatThrownBy(() -> FrameTables.readIrq(table))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("many");
    }

    @Test
    void anEmptyCellWhereANumberMustBeIsRefused() throws IOException {
        byte[] table = gzip(IRQ_HEADER + "1,10,20,30,0,24,\n");

        assertThatThrownBy(() -> FrameTables.readIrq(table))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void anUnknownRoleIsRefusedWithItsLine() throws IOException {
        byte[] table = gzip("""
                frame,start_nanos,end_nanos,elapsed_nanos,role,tid,comm,cpu,run_nanos,wait_nanos
                1,10,20,30,bystander,7,x,0,1,2
                """);

        assertThatThrownBy(() -> FrameTables.readTask(table))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("bystander");
    }

    @Test
    void otherColumnsAreRefusedWithBothHeaders() throws IOException {
        byte[] table = gzip("frame,time\n1,2\n");

        assertThatThrownBy(() -> FrameTables.readIrq(table))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("elapsed_nanos")
                .hasMessageContaining("frame,time");
    }

    @Test
    void aQuoteThatIsNeverClosedIsRefused() throws IOException {
        byte[] table = gzip(IRQ_HEADER + "1,10,20,30,0,24,5\n1,10,20,30,0,\"24,5\n");

        assertThatThrownBy(() -> FrameTables.readIrq(table)).isInstanceOf(IOException.class);
    }

    @Test
    void aTableCutAnywhereIsRefusedAndNeverReadInPart() throws IOException {
        Random random = new Random(3);
        List<IrqRow> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(new IrqRow(TIME, i, "24", random.nextInt(1_000_000)));
        }
        byte[] whole = irq(rows);

        for (int length : new int[] {0, 5, 12, 100, whole.length / 2, whole.length - 1}) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> FrameTables.readIrq(cut))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class);
        }
    }
}
