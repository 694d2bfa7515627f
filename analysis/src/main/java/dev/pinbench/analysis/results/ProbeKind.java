package dev.pinbench.analysis.results;

import java.util.Arrays;
import java.util.Locale;

/** What a row of the exact probe counts. */
public enum ProbeKind {
    /** A softirq vector on a CPU; time of hard interrupts that came meanwhile is left out. */
    SOFTIRQ,
    /** A hard interrupt's handlers on a CPU. */
    IRQ,
    /** A task on a CPU, all that ran in its context included; the idle task has number 0. */
    TASK,
    /** The part of a task's time on a CPU that was softirq in its context. */
    TASK_SOFTIRQ,
    /** The part of a task's time on a CPU that was hard interrupts in its context. */
    TASK_IRQ,
    /** What the kernel's own book, of which {@code schedstat} is a print, gained for a task while it was on a CPU. */
    TASK_BOOKED,
    /** The part of a task's time on a CPU that the switches to it took; in rows of a time of their own. */
    TASK_SWITCH;

    /** The word in {@code probe.csv.gz}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ProbeKind ofText(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown kind " + text));
    }
}
