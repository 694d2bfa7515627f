package dev.pinbench.analysis.model;

import dev.pinbench.analysis.results.Factor;
import java.util.List;

/**
 * {@code analysis.json}: everything that the report says.
 *
 * @param schemaVersion version of this document
 * @param planned trials in the plan
 * @param recorded trials that have a record
 * @param failed trials that failed or timed out
 * @param invalid trials that ended well but are not valid
 * @param varied the factors with more than one level, in the order of {@link Factor}
 * @param combinations in the order of first appearance in the plan's cross product
 * @param effects of every varied factor's levels against its first
 * @param associations of goodput with softirq share, ksoftirqd share, competitor share and run-queue wait
 * @param harness what Pinbench itself took of each core, by CPU; empty where no trial tells
 * @param findings in the order of importance, most important first
 */
public record RunAnalysis(
        int schemaVersion,
        int planned,
        int recorded,
        int failed,
        int invalid,
        List<Factor> varied,
        List<CombinationSummary> combinations,
        List<Effect> effects,
        List<Association> associations,
        List<HarnessCost> harness,
        List<Finding> findings) {

    /** Version of {@code analysis.json} that this program writes. */
    public static final int SCHEMA_VERSION = 1;

    public RunAnalysis {
        varied = List.copyOf(varied);
        combinations = List.copyOf(combinations);
        effects = List.copyOf(effects);
        associations = List.copyOf(associations);
        harness = List.copyOf(harness);
        findings = List.copyOf(findings);
    }
}
