package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TrialRecord;
import java.util.Map;

/**
 * Everything that is stored of a trial.
 *
 * @param attachments files beside the record by name: iperf3's own output, and how co-runners were found
 */
record TrialOutcome(TrialRecord record, Frames frames, Map<String, byte[]> attachments) {}
