package dev.pinbench.analysis.results;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** {@code probe.csv.gz}, the table of the exact probe: to bytes and back. */
public final class ProbeTable {

    /** Its name in the folder of a trial. */
    public static final String FILE = "probe.csv.gz";

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final List<String> HEADER =
            List.of("start_nanos", "end_nanos", "cpu", "kind", "name", "context", "tid", "nanos", "count");

    private ProbeTable() {}

    /** The rows as a compressed table, UTF-8. */
    public static byte[] write(List<ProbeRow> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8);
                CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            printer.printRecord(HEADER);
            for (ProbeRow row : rows) {
                ProbeContext context = row.context();
                Integer tid = row.tid();
                Long count = row.count();
                printer.printRecord(
                        row.startNanos(),
                        row.endNanos(),
                        row.cpu(),
                        row.kind().text(),
                        row.name(),
                        context == null ? "" : context.text(),
                        tid == null ? "" : tid,
                        row.nanos(),
                        count == null ? "" : count);
            }
        }
        return bytes.toByteArray();
    }

    static List<ProbeRow> read(byte[] gzip) throws IOException {
        CSVFormat format =
                FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (CSVParser parser = format.parse(
                new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(gzip)), StandardCharsets.UTF_8))) {
            if (!parser.getHeaderNames().equals(HEADER)) {
                throw new IOException("expected the columns " + String.join(",", HEADER) + " but found "
                        + String.join(",", parser.getHeaderNames()));
            }
            List<ProbeRow> rows = new ArrayList<>();
            for (CSVRecord cells : parser) {
                try {
                    rows.add(row(cells));
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + parser.getCurrentLineNumber() + ": " + e.getMessage(), e);
                }
            }
            return rows;
        }
    }

    private static ProbeRow row(CSVRecord cells) {
        if (!cells.isConsistent()) {
            throw new IllegalArgumentException("has " + cells.size() + " cells, expected " + HEADER.size());
        }
        String context = cells.get("context");
        String tid = cells.get("tid");
        String count = cells.get("count");
        return new ProbeRow(
                Long.parseLong(cells.get("start_nanos")),
                Long.parseLong(cells.get("end_nanos")),
                Integer.parseInt(cells.get("cpu")),
                ProbeKind.ofText(cells.get("kind")),
                cells.get("name"),
                context.isEmpty() ? null : ProbeContext.ofText(context),
                tid.isEmpty() ? null : Integer.valueOf(tid),
                Long.parseLong(cells.get("nanos")),
                count.isEmpty() ? null : Long.valueOf(count));
    }
}
