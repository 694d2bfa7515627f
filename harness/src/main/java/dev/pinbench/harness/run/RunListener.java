package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.TrialRecord;

/** Is told how a run goes on. Called on the thread of the run, outside of the measured window except for {@code live}. */
public interface RunListener {

    /** A trial begins; {@code done} trials have a record, {@code wallNanosPerTrial} is what one took so far, or 0. */
    void started(PlannedTrial trial, int done, long wallNanosPerTrial);

    /** About twice a second while traffic runs: what arrived of late, bits per second. */
    void live(PlannedTrial trial, double receivedBps);

    /** A trial has its record. */
    void finished(TrialRecord trial, int done, long wallNanosPerTrial);
}
