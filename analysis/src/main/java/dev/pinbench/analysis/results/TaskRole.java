package dev.pinbench.analysis.results;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a sampled task is to the trial; the text is the {@code role} column of {@code task.csv.gz}. */
public enum TaskRole {
    @JsonProperty("client")
    CLIENT("client"),
    @JsonProperty("server")
    SERVER("server"),
    @JsonProperty("competitor")
    COMPETITOR("competitor"),
    @JsonProperty("ksoftirqd")
    KSOFTIRQD("ksoftirqd"),
    /** A thread of the kernel that polls an interface of the trial (threaded NAPI). */
    @JsonProperty("napi")
    NAPI("napi"),
    @JsonProperty("harness")
    HARNESS("harness"),
    /** Any other task that was watched. */
    @JsonProperty("co-runner")
    CO_RUNNER("co-runner");

    private final String text;

    TaskRole(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The role with this text, or an {@link IllegalArgumentException} that names it. */
    static TaskRole ofText(String text) {
        for (TaskRole role : values()) {
            if (role.text.equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no task role is called " + text);
    }
}
