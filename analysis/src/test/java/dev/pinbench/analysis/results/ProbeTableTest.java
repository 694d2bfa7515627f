package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ProbeTableTest {

    private static final List<ProbeRow> ROWS = List.of(
            new ProbeRow(1, 2, 0, ProbeKind.SOFTIRQ, "NET_RX", ProbeContext.KSOFTIRQD, null, 40, 4L),
            new ProbeRow(1, 2, 0, ProbeKind.IRQ, "36", null, null, 5, 1L),
            new ProbeRow(1, 2, 1, ProbeKind.TASK, "a \"b,\\\n\ufffd é", null, 42, 100, 0L),
            new ProbeRow(1, 2, 1, ProbeKind.TASK_SOFTIRQ, "=cmd", null, 42, 7, null));

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void comesBackAsItWasWritten() throws IOException {
        assertThat(ProbeTable.read(ProbeTable.write(ROWS))).isEqualTo(ROWS);
    }

    @Test
    void versionOneLooksLikeThis() throws IOException {
        byte[] table = ProbeTable.write(ROWS.subList(0, 2));

        assertThat(new GZIPInputStream(new ByteArrayInputStream(table))).hasContent("""
                        start_nanos,end_nanos,cpu,kind,name,context,tid,nanos,count
                        1,2,0,softirq,NET_RX,ksoftirqd,,40,4
                        1,2,0,irq,36,,,5,1
                        """);
    }

    @Test
    void damageNamesTheLine() throws IOException {
        String header = "start_nanos,end_nanos,cpu,kind,name,context,tid,nanos,count\n";
        byte[] unknownKind = gzip(header + "1,2,0,hardirq,36,,,5,1\n");
        byte[] shortLine = gzip(header + "1,2,0,irq,36,,,5,1\n1,2\n");
        byte[] otherTable = gzip("frame,cpu\n");

        assertThatThrownBy(() -> ProbeTable.read(unknownKind)).hasMessage("line 2: unknown kind hardirq");
        assertThatThrownBy(() -> ProbeTable.read(shortLine)).hasMessage("line 3: has 2 cells, expected 9");
        assertThatThrownBy(() -> ProbeTable.read(otherTable)).hasMessageContaining("but found frame,cpu");
    }
}
