package dev.pinbench.analysis.results;

import java.util.Objects;

/**
 * One entry of a plan.
 *
 * @param trial number of the trial in the run, from 1; also the order in which trials are run
 * @param block number of the block, from 1
 * @param order position within the block, from 1
 * @param levels the combination to measure
 */
public record PlannedTrial(int trial, int block, int order, Levels levels) {

    public PlannedTrial {
        // A number that a file lacks arrives as zero.
        if (trial < 1 || block < 1 || order < 1) {
            throw new IllegalArgumentException("trial, block and order count from 1");
        }
        Objects.requireNonNull(levels, "levels");
    }
}
