package dev.pinbench.analysis.model;

import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.Levels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One combination over all its trials.
 *
 * @param levels the combination
 * @param planned trials that the plan has of it
 * @param done trials that ended well
 * @param failed trials that failed or timed out
 * @param invalid trials that ended well but are not valid
 * @param goodputBps goodput over the usable trials; {@code null} if there is none
 * @param softirqShareMax median of the largest softirq share; {@code null} if unknown
 * @param softirqShareStandardError standard error of {@code softirqShareMax} in one trial, from sampling by the tick: median
 *     over trials; {@code null} if unknown
 * @param ksoftirqdRunShareMax median; {@code null} if unknown
 * @param cpuSecondsPerGigabyte median; {@code null} if unknown
 * @param cpuSecondsPerGigabyteStandardError likewise of {@code cpuSecondsPerGigabyte} in one trial
 * @param bytesPerPacket median; {@code null} if unknown
 * @param budgets mean core-time budget of each core over the usable trials
 */
public record CombinationSummary(
        Levels levels,
        int planned,
        int done,
        int failed,
        int invalid,
        @Nullable Summary goodputBps,
        @Nullable Double softirqShareMax,
        @Nullable Double softirqShareStandardError,
        @Nullable Double ksoftirqdRunShareMax,
        @Nullable Double cpuSecondsPerGigabyte,
        @Nullable Double cpuSecondsPerGigabyteStandardError,
        @Nullable Double bytesPerPacket,
        List<BudgetShares> budgets) {

    public CombinationSummary {
        budgets = List.copyOf(budgets);
    }
}
