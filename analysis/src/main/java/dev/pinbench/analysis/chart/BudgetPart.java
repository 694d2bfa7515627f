package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.BudgetShares;
import java.awt.Color;
import org.jspecify.annotations.Nullable;

/** The parts of a core's time in the order of stacking, from the work itself to idleness. */
enum BudgetPart {
    IPERF3("iperf3", 0x0072b2),
    KSOFTIRQD("ksoftirqd", 0xd55e00),
    INLINE_SOFTIRQ("inline softirq", 0xe69f00),
    NAPI_THREADS("NAPI threads", 0x7b4fa3),
    HARD_IRQ("hard IRQ", 0xb8a900),
    COMPETITOR("competitor", 0xcc79a7),
    HARNESS("Pinbench itself", 0x009e73),
    OTHER("other", 0x56b4e9),
    STEAL("steal", 0x22262b),
    IDLE("idle", 0xe3e6ea);

    private final String label;
    private final int rgb;

    BudgetPart(String label, int rgb) {
        this.label = label;
        this.rgb = rgb;
    }

    String label() {
        return label;
    }

    Color color() {
        return new Color(rgb);
    }

    /** Share of the core, or {@code null} where the kernel does not account it. */
    @Nullable
    Double of(BudgetShares budget) {
        return switch (this) {
            case IPERF3 -> budget.iperf3();
            case KSOFTIRQD -> budget.ksoftirqd();
            case INLINE_SOFTIRQ -> budget.inlineSoftirq();
            case NAPI_THREADS -> napiThreads(budget.napiThreads());
            case HARD_IRQ -> budget.hardIrq();
            case COMPETITOR -> budget.competitor();
            case HARNESS -> budget.harness();
            case OTHER -> budget.other();
            case STEAL -> budget.steal();
            case IDLE -> budget.idle();
        };
    }

    /** A trial in which no such thread ran gave it no time, which counts in a mean with others. */
    private static double napiThreads(@Nullable Double share) {
        return share == null ? 0 : share;
    }
}
