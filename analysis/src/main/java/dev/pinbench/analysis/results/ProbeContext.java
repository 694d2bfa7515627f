package dev.pinbench.analysis.results;

import java.util.Arrays;
import java.util.Locale;

/** In whose context a softirq ran. */
public enum ProbeContext {
    /** In that of the task it interrupted, or that raised it. */
    INLINE,
    /** In the kernel's own thread for it. */
    KSOFTIRQD,
    /** On an idle CPU. */
    IDLE;

    /** The word in {@code probe.csv.gz}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ProbeContext ofText(String text) {
        return Arrays.stream(values())
                .filter(context -> context.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown context " + text));
    }
}
