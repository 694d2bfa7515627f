package dev.pinbench.analysis.model;

import dev.pinbench.analysis.results.Factor;
import org.jspecify.annotations.Nullable;

/**
 * What changing one factor from a baseline to another level did to goodput, paired within blocks: everything else equal.
 * Since the plan varied the factor at random, causal words are allowed.
 *
 * @param factor the factor
 * @param baseline its first level
 * @param level the level compared with it
 * @param scope the levels held fixed in this comparison, such as {@code offload=off}; {@code all} if none was
 * @param pairs pairs of trials
 * @param blocks blocks that the pairs come from
 * @param ratio median of goodput at {@code level} over goodput at {@code baseline}
 * @param interval interval of the ratio over blocks, made as its method says; {@code null} with fewer than 2 blocks
 */
public record Effect(
        Factor factor,
        String baseline,
        String level,
        String scope,
        int pairs,
        int blocks,
        double ratio,
        @Nullable Interval interval) {}
