package dev.pinbench.analysis;

import dev.pinbench.analysis.results.TrialMetrics;
import org.jspecify.annotations.Nullable;

/** The numbers that goodput is held against: the candidates for a cause. */
enum ExplainingMetric {
    SOFTIRQ("softirq_share_max", "the softirq share of the busiest core") {
        @Override
        @Nullable
        Double of(TrialMetrics metrics) {
            return metrics.softirqShareMax();
        }
    },
    KSOFTIRQD("ksoftirqd_run_share_max", "the run share of the busiest ksoftirqd") {
        @Override
        @Nullable
        Double of(TrialMetrics metrics) {
            return metrics.ksoftirqdRunShareMax();
        }
    },
    COMPETITOR("competitor_share_max", "the share that a competitor took of a core") {
        @Override
        @Nullable
        Double of(TrialMetrics metrics) {
            return metrics.competitorShareMax();
        }
    },
    IPERF3_WAIT("iperf3_wait_share_max", "the time that iperf3 waited for a core") {
        @Override
        @Nullable
        Double of(TrialMetrics metrics) {
            return metrics.iperf3WaitShareMax();
        }
    };

    private final String column;
    private final String words;

    ExplainingMetric(String column, String words) {
        this.column = column;
        this.words = words;
    }

    abstract @Nullable Double of(TrialMetrics metrics);

    /** Column in {@code trials.csv}. */
    String column() {
        return column;
    }

    /** What it is, within a sentence. */
    String words() {
        return words;
    }
}
