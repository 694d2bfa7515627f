package dev.pinbench.analysis.results;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the run times of a trial's tasks are from, those of the harness left out. */
public enum RunTimeSource {
    /** Perf's event of that name: how long each was switched in (kernel/events/core.c). */
    @JsonProperty("task-clock")
    TASK_CLOCK("task-clock"),
    /** {@code /proc/<tid>/schedstat}: what the scheduler booked. */
    @JsonProperty("schedstat")
    SCHEDSTAT("schedstat"),
    /** Of some tasks the one, of others the other; {@code task.csv.gz} tells which. */
    @JsonProperty("both")
    BOTH("both");

    private final String text;

    RunTimeSource(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
