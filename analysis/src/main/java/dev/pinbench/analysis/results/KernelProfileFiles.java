package dev.pinbench.analysis.results;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** The files of a kernel profile: to bytes and back. */
final class KernelProfileFiles {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();
    private static final List<String> HEADER = List.of("core", "class", "symbol", "samples");

    private KernelProfileFiles() {}

    static byte[] table(List<KernelProfile.Row> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = gzip(bytes);
                CSVPrinter printer = new CSVPrinter(writer, FORMAT)) {
            printer.printRecord(HEADER);
            for (KernelProfile.Row row : rows) {
                printer.printRecord(row.core(), row.kernelClass().label(), row.symbol(), row.samples());
            }
        }
        return bytes.toByteArray();
    }

    static byte[] folded(SortedMap<String, Long> stacks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = gzip(bytes)) {
            for (Map.Entry<String, Long> stack : stacks.entrySet()) {
                writer.append(stack.getKey())
                        .append(' ')
                        .append(stack.getValue().toString());
                writer.append('\n');
            }
        }
        return bytes.toByteArray();
    }

    static List<KernelProfile.Row> readTable(byte[] gzip) throws IOException {
        CSVFormat format =
                FORMAT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (CSVParser parser = format.parse(reader(gzip))) {
            if (!parser.getHeaderNames().equals(HEADER)) {
                throw new IOException("expected the columns " + String.join(",", HEADER) + " but found "
                        + String.join(",", parser.getHeaderNames()));
            }
            List<KernelProfile.Row> rows = new ArrayList<>();
            for (CSVRecord record : parser) {
                try {
                    rows.add(new KernelProfile.Row(
                            Integer.parseInt(record.get("core")),
                            KernelClass.ofLabel(record.get("class")),
                            record.get("symbol"),
                            count(record.get("samples"))));
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + parser.getCurrentLineNumber() + ": " + e.getMessage(), e);
                }
            }
            return rows;
        }
    }

    static SortedMap<String, Long> readFolded(byte[] gzip) throws IOException {
        SortedMap<String, Long> stacks = new TreeMap<>();
        try (BufferedReader lines = new BufferedReader(reader(gzip))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                int blank = line.lastIndexOf(' ');
                try {
                    if (blank <= 0) {
                        throw new IllegalArgumentException("expected a stack, a blank and a count");
                    }
                    stacks.merge(line.substring(0, blank), count(line.substring(blank + 1)), Long::sum);
                } catch (IllegalArgumentException e) {
                    throw new IOException("line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return stacks;
    }

    private static long count(String cell) {
        long count = Long.parseLong(cell);
        if (count < 1) {
            throw new IllegalArgumentException("a count of " + count + "; expected at least 1");
        }
        return count;
    }

    private static Writer gzip(ByteArrayOutputStream bytes) throws IOException {
        return new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8);
    }

    private static Reader reader(byte[] gzip) throws IOException {
        return new InputStreamReader(new GZIPInputStream(new ByteArrayInputStream(gzip)), StandardCharsets.UTF_8);
    }
}
