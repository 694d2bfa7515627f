package dev.pinbench.analysis.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * {@code trials.csv}: one row per trial. The columns of the contract come first and in its order; columns may be added
 * behind them but never renamed. An empty cell is a value that could not be had.
 */
final class TrialsCsv {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get();

    private record Column(String name, Function<TrialRecord, @Nullable Object> cell) {}

    private static final List<Column> COLUMNS = columns();

    private TrialsCsv() {}

    static byte[] header() {
        return line(COLUMNS.stream().map(Column::name).toList());
    }

    static byte[] row(TrialRecord trial) {
        List<@Nullable Object> cells = new ArrayList<>();
        for (Column column : COLUMNS) {
            Object cell = column.cell().apply(trial);
            cells.add(cell == null ? "" : cell);
        }
        return line(cells);
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("trial", TrialRecord::trial));
        columns.add(new Column("block", TrialRecord::block));
        columns.add(new Column("order", TrialRecord::order));
        for (Factor factor : Factor.values()) {
            if (!factor.cameLater()) {
                columns.add(level(factor));
            }
        }
        columns.add(new Column("status", t -> t.status().text()));
        columns.add(new Column("valid", TrialRecord::valid));
        columns.add(new Column("invalid_reason", t -> String.join("; ", t.invalidReasons())));
        columns.add(rate("goodput_bps", TrialMetrics::goodputBps));
        columns.add(exact("retransmits", TrialMetrics::retransmits));
        columns.add(share("client_core_softirq_share", TrialMetrics::clientCoreSoftirqShare));
        columns.add(share("server_core_softirq_share", TrialMetrics::serverCoreSoftirqShare));
        columns.add(share("softirq_share_max", TrialMetrics::softirqShareMax));
        columns.add(share("ksoftirqd_run_share_max", TrialMetrics::ksoftirqdRunShareMax));
        columns.add(rate("net_rx_per_s", TrialMetrics::netRxPerSecond));
        columns.add(exact("softnet_dropped", TrialMetrics::softnetDropped));
        columns.add(exact("softnet_squeezed", TrialMetrics::softnetSqueezed));
        columns.add(share("competitor_share_max", TrialMetrics::competitorShareMax));
        columns.add(share("iperf3_wait_share_max", TrialMetrics::iperf3WaitShareMax));
        columns.add(share("steal_share_max", TrialMetrics::stealShareMax));
        columns.add(share("harness_share_max", TrialMetrics::harnessShareMax));
        columns.add(share("ksoftirqd_wait_share_max", TrialMetrics::ksoftirqdWaitShareMax));
        columns.add(rate("interface_rx_bps", TrialMetrics::interfaceRxBps));
        columns.add(exact("negotiated_mss_bytes", TrialMetrics::negotiatedMssBytes));
        columns.add(share("bytes_per_packet", TrialMetrics::bytesPerPacket));
        columns.add(share("cpu_seconds_per_gigabyte", TrialMetrics::cpuSecondsPerGigabyte));
        columns.add(share("udp_lost_share", TrialMetrics::udpLostShare));
        columns.add(new Column("overhead_ms", t -> t.timing().overheadNanos() / 1_000_000));
        columns.add(new Column("error", TrialRecord::error));
        columns.add(level(Factor.NODES));
        columns.add(error("client_core_softirq_share_standard_error", StandardErrors::clientCoreSoftirqShare));
        columns.add(error("server_core_softirq_share_standard_error", StandardErrors::serverCoreSoftirqShare));
        columns.add(share("softirq_share_max_standard_error", TrialMetrics::softirqShareStandardError));
        columns.add(error("steal_share_max_standard_error", StandardErrors::stealShareMax));
        columns.add(error("cpu_seconds_per_gigabyte_standard_error", StandardErrors::cpuSecondsPerGigabyte));
        columns.add(level(Factor.RFS));
        columns.add(level(Factor.THREADED_NAPI));
        columns.add(share("napi_thread_run_share_max", TrialMetrics::napiThreadRunShareMax));
        columns.add(level(Factor.XPS));
        columns.add(level(Factor.IRQ_AFFINITY));
        columns.add(level(Factor.MTU));
        columns.add(new Column("run_time_source", TrialsCsv::runTimeSource));
        return List.copyOf(columns);
    }

    private static @Nullable String runTimeSource(TrialRecord trial) {
        RunTimeSource source = trial.metrics().runTimeSource();
        return source == null ? null : source.text();
    }

    private static Column level(Factor factor) {
        return new Column(factor.column(), t -> t.levels().get(factor));
    }

    private static Column exact(String name, Function<TrialMetrics, ? extends @Nullable Number> metric) {
        return new Column(name, t -> metric.apply(t.metrics()));
    }

    /** Whole units: a fraction of a bit or an interrupt per second tells nothing. */
    private static Column rate(String name, Function<TrialMetrics, @Nullable Double> metric) {
        return decimal(name, metric, 0);
    }

    /** Six decimals: a millionth of a core is finer than any of the sources. */
    private static Column share(String name, Function<TrialMetrics, @Nullable Double> metric) {
        return decimal(name, metric, 6);
    }

    private static Column error(String name, Function<StandardErrors, @Nullable Double> error) {
        return share(name, metrics -> error.apply(metrics.standardErrors()));
    }

    private static Column decimal(String name, Function<TrialMetrics, @Nullable Double> metric, int scale) {
        return new Column(name, t -> {
            Double value = metric.apply(t.metrics());
            return value == null
                    ? null
                    : BigDecimal.valueOf(value)
                            .setScale(scale, RoundingMode.HALF_EVEN)
                            .toPlainString();
        });
    }

    private static byte[] line(List<?> cells) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
            printer.printRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringBuilder takes every text", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
