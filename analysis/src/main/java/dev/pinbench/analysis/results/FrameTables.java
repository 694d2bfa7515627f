package dev.pinbench.analysis.results;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** The four compressed tables of a trial's frames: to bytes and back. An empty cell is a value that could not be had. */
final class FrameTables {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final List<String> TIME = List.of("frame", "start_nanos", "end_nanos", "elapsed_nanos");
    private static final String[] CPU_HEADER = header(
            Stream.concat(Stream.of("cpu"), Arrays.stream(CpuCounter.values()).map(CpuCounter::column)));
    private static final String[] IRQ_HEADER = header(Stream.of("cpu", "irq", "delta"));
    private static final String TASK_CLOCK = "task_clock_nanos";
    private static final String[] TASK_HEADER =
            header(Stream.of("role", "tid", "comm", "cpu", "run_nanos", "wait_nanos", TASK_CLOCK));
    private static final String[] NET_HEADER = header(Stream.of(
            "namespace", "interface", "rx_bytes", "rx_packets", "rx_dropped", "tx_bytes", "tx_packets", "tx_dropped"));

    /** The last columns of two tables, which files of before lack. */
    private static final int CLOCK_COLUMNS = 1;

    private FrameTables() {}

    static void cpu(Rows<CpuRow> rows, OutputStream to) throws IOException {
        table(to, CPU_HEADER, rows, CpuRow::time, row -> {
            List<Object> cells = new ArrayList<>();
            cells.add(row.cpu());
            for (CpuCounter counter : CpuCounter.values()) {
                cells.add(
                        row.increase(counter).isPresent()
                                ? row.increase(counter).getAsLong()
                                : "");
            }
            return cells;
        });
    }

    static void irq(Rows<IrqRow> rows, OutputStream to) throws IOException {
        table(to, IRQ_HEADER, rows, IrqRow::time, row -> List.of(row.cpu(), row.irq(), row.increase()));
    }

    static void task(Rows<TaskRow> rows, OutputStream to) throws IOException {
        table(
                to,
                TASK_HEADER,
                rows,
                TaskRow::time,
                row -> List.of(
                        row.role().text(),
                        row.tid(),
                        row.comm(),
                        row.cpu(),
                        row.runNanos(),
                        row.waitNanos(),
                        row.clocked() ? (Object) row.taskClockNanos() : ""));
    }

    static void net(Rows<NetRow> rows, OutputStream to) throws IOException {
        table(
                to,
                NET_HEADER,
                rows,
                NetRow::time,
                row -> List.of(
                        row.namespace(),
                        row.interfaceName(),
                        row.rxBytes(),
                        row.rxPackets(),
                        row.rxDropped(),
                        row.txBytes(),
                        row.txPackets(),
                        row.txDropped()));
    }

    static List<CpuRow> readCpu(byte[] gzip) throws IOException {
        return readCpu(gzip, row -> true);
    }

    /** The rows for which {@code wanted} holds. */
    static List<CpuRow> readCpu(byte[] gzip, Predicate<CpuRow> wanted) throws IOException {
        return read(gzip, CPU_HEADER, CLOCK_COLUMNS, wanted, cells -> {
            CpuCounter[] counters = CpuCounter.values();
            long[] increases = new long[counters.length];
            for (int i = 0; i < counters.length; i++) {
                increases[i] = numberIfAny(cells, TIME.size() + 1 + i);
            }
            return new CpuRow(time(cells), integer(cells, "cpu"), increases);
        });
    }

    static List<IrqRow> readIrq(byte[] gzip) throws IOException {
        return read(
                gzip,
                IRQ_HEADER,
                0,
                row -> true,
                cells -> new IrqRow(time(cells), integer(cells, "cpu"), cells.get("irq"), number(cells, "delta")));
    }

    static List<TaskRow> readTask(byte[] gzip) throws IOException {
        return read(
                gzip,
                TASK_HEADER,
                CLOCK_COLUMNS,
                row -> true,
                cells -> new TaskRow(
                        time(cells),
                        TaskRole.ofText(cells.get("role")),
                        integer(cells, "tid"),
                        cells.get("comm"),
                        integer(cells, "cpu"),
                        number(cells, "run_nanos"),
                        number(cells, "wait_nanos"),
                        numberIfAny(cells, TASK_HEADER.length - 1)));
    }

    static List<NetRow> readNet(byte[] gzip) throws IOException {
        return readNet(gzip, row -> true);
    }

    /** The rows for which {@code wanted} holds. */
    static List<NetRow> readNet(byte[] gzip, Predicate<NetRow> wanted) throws IOException {
        return read(
                gzip,
                NET_HEADER,
                0,
                wanted,
                cells -> new NetRow(
                        time(cells),
                        cells.get("namespace"),
                        cells.get("interface"),
                        number(cells, "rx_bytes"),
                        number(cells, "rx_packets"),
                        number(cells, "rx_dropped"),
                        number(cells, "tx_bytes"),
                        number(cells, "tx_packets"),
                        number(cells, "tx_dropped")));
    }

    private static String[] header(Stream<String> columns) {
        return Stream.concat(TIME.stream(), columns).toArray(String[]::new);
    }

    /** Leaves {@code to} open. */
    private static <T> void table(
            OutputStream to, String[] header, Rows<T> rows, Function<T, FrameTime> time, Function<T, List<?>> cells)
            throws IOException {
        GZIPOutputStream gzip = new GZIPOutputStream(to);
        Writer writer = new BufferedWriter(new OutputStreamWriter(gzip, StandardCharsets.UTF_8));
        CSVPrinter printer = new CSVPrinter(writer, FORMAT);
        printer.printRecord((Object[]) header);
        List<Object> record = new ArrayList<>(header.length);
        for (T row : rows) {
            FrameTime at = time.apply(row);
            record.clear();
            record.add(at.frame());
            record.add(at.startNanos());
            record.add(at.endNanos());
            record.add(at.elapsedNanos());
            record.addAll(cells.apply(row));
            printer.printRecord(record);
        }
        printer.flush();
        gzip.finish();
    }

    /** The last {@code later} columns of {@code header} may be lacking. */
    private static <T> List<T> read(
            byte[] gzip, String[] header, int later, Predicate<T> wanted, Function<CSVRecord, T> row)
            throws IOException {
        CSVFormat format =
                FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (CSVParser parser = format.parse(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(gzip)), StandardCharsets.UTF_8))) {
            List<String> columns = Arrays.asList(header);
            List<String> found = parser.getHeaderNames();
            if (!found.equals(columns) && !found.equals(columns.subList(0, header.length - later))) {
                throw new IOException(
                        "expected the columns " + String.join(",", header) + " but found " + String.join(",", found));
            }
            List<T> rows = new ArrayList<>();
            for (CSVRecord record : parser) {
                if (!record.isConsistent()) {
                    throw new IOException("line " + parser.getCurrentLineNumber() + " has " + record.size()
                            + " cells, expected " + found.size());
                }
                try {
                    T made = row.apply(record);
                    if (wanted.test(made)) {
                        rows.add(made);
                    }
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + parser.getCurrentLineNumber() + ": " + e.getMessage(), e);
                }
            }
            return rows;
        } catch (UncheckedIOException e) {
            // What the parser makes of a cut or damaged file once it is past the first line.
            throw e.getCause();
        }
    }

    private static FrameTime time(CSVRecord cells) {
        return new FrameTime(
                integer(cells, "frame"),
                number(cells, "start_nanos"),
                number(cells, "end_nanos"),
                number(cells, "elapsed_nanos"));
    }

    private static int integer(CSVRecord cells, String column) {
        return Integer.parseInt(cells.get(column));
    }

    /** {@link CpuRow#MISSING} where the cell is empty or not there. */
    private static long numberIfAny(CSVRecord cells, int column) {
        boolean there = column < cells.size() && !cells.get(column).isEmpty();
        return there ? Long.parseLong(cells.get(column)) : CpuRow.MISSING;
    }

    private static long number(CSVRecord cells, String column) {
        return Long.parseLong(cells.get(column));
    }
}
