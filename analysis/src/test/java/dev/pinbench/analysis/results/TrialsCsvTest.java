package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialsCsvTest {

    /** What other programs rely on, in its order. */
    private static final List<String> CONTRACT = List.of(
            "trial",
            "block",
            "order",
            "path",
            "datapath",
            "client_core",
            "server_core",
            "softirq_core",
            "mss_bytes",
            "offload",
            "competitor",
            "streams",
            "protocol",
            "status",
            "valid",
            "invalid_reason",
            "goodput_bps",
            "retransmits",
            "client_core_softirq_share",
            "server_core_softirq_share",
            "softirq_share_max",
            "ksoftirqd_run_share_max",
            "net_rx_per_s",
            "softnet_dropped",
            "softnet_squeezed",
            "competitor_share_max",
            "iperf3_wait_share_max",
            "steal_share_max",
            "harness_share_max");

    private static CSVRecord read(TrialRecord trial) throws IOException {
        String text = new String(TrialsCsv.header(), StandardCharsets.UTF_8)
                + new String(TrialsCsv.row(trial), StandardCharsets.UTF_8);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            List<CSVRecord> records = parser.getRecords();
            assertThat(records).hasSize(1);
            assertThat(records.get(0).isConsistent()).isTrue();
            return records.get(0);
        }
    }

    private static TrialRecord failedWith(String error, String reason) {
        TrialRecord failed = FixedRun.failed();
        return new TrialRecord(
                1,
                2,
                1,
                2,
                failed.levels(),
                TrialStatus.TIMED_OUT,
                error,
                false,
                List.of(reason, "second"),
                List.of(),
                List.of(),
                null,
                Map.of(),
                failed.timing(),
                failed.metrics(),
                List.of());
    }

    @Test
    void theColumnsOfTheContractComeFirstAndInItsOrder() {
        String[] columns =
                new String(TrialsCsv.header(), StandardCharsets.UTF_8).strip().split(",", -1);

        assertThat(columns).startsWith(CONTRACT.toArray(String[]::new)).doesNotHaveDuplicates();
        assertThat(columns).allMatch(column -> column.matches("[a-z0-9_]+"));
    }

    @Test
    void aValueThatCouldNotBeHadIsAnEmptyCellAndZeroIsZero() throws IOException {
        CSVRecord failed = read(FixedRun.failed());
        CSVRecord done = read(FixedRun.done());

        assertThat(failed.toMap())
                .containsEntry("goodput_bps", "")
                .containsEntry("retransmits", "")
                .containsEntry("softnet_dropped", "")
                .containsEntry("competitor_share_max", "")
                .containsEntry("steal_share_max_standard_error", "")
                .containsEntry("harness_share_max", "");
        assertThat(done.toMap())
                .containsEntry("softnet_squeezed", "0")
                .containsEntry("competitor_share_max", "0.000000")
                .containsEntry("udp_lost_share", "")
                .containsEntry("softirq_share_max_standard_error", "0.010000")
                .containsEntry("client_core_softirq_share_standard_error", "0.006600")
                .containsEntry("error", "");
    }

    @Test
    void statusAndValidityAreTheWordsOfTheContract() throws IOException {
        assertThat(read(FixedRun.done()).get("status")).isEqualTo("done");
        assertThat(read(FixedRun.done()).get("valid")).isEqualTo("true");
        assertThat(read(FixedRun.failed()).get("status")).isEqualTo("failed");
        assertThat(read(failedWith("", "late")).get("status")).isEqualTo("timed-out");
        assertThat(read(failedWith("", "late")).get("valid")).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "carriage\r\nreturn",
                "a, comma",
                "a \"quoted\" word",
                "\"",
                "\u202eevil\u2067 rtl\u2069",
                " blanks around ",
                "=1+1",
                "#comment",
                "\u0000"
            })
    void hostileTextComesBackAsItWas(String text) throws IOException {
        CSVRecord row = read(failedWith(text, text));

        assertThat(row.get("error")).isEqualTo(text);
        assertThat(row.get("invalid_reason")).isEqualTo(text + "; second");
    }
}
