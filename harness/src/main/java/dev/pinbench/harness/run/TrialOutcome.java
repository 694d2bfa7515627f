package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TrialRecord;
import java.util.Map;

/**
 * Everything that is stored of a trial.
 *
 * @param attachments iperf3's own output by file name
 */
record TrialOutcome(TrialRecord record, Frames frames, Map<String, byte[]> attachments) {}
