package dev.pinbench.analysis.results;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands. */
public enum RunStatus {
    /** Trials are being measured, or the program ended without a word (then the run can be resumed). */
    @JsonProperty("running")
    RUNNING,
    /** Stopped by the user; can be resumed. */
    @JsonProperty("interrupted")
    INTERRUPTED,
    /** Every trial of the plan has a record. */
    @JsonProperty("done")
    DONE
}
