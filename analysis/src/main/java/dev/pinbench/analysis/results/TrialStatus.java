package dev.pinbench.analysis.results;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a trial ended; the text is the {@code status} column of {@code trials.csv}. */
public enum TrialStatus {
    @JsonProperty("done")
    DONE("done"),
    @JsonProperty("failed")
    FAILED("failed"),
    @JsonProperty("timed-out")
    TIMED_OUT("timed-out");

    private final String text;

    TrialStatus(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
