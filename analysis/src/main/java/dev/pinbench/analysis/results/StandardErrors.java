package dev.pinbench.analysis.results;

import org.jspecify.annotations.Nullable;

/**
 * One standard error of each number of a trial that comes from the ticks of {@code /proc/stat}, in the number's own unit: what
 * chance explains, bias not included. That of {@code softirqShareMax} is {@code softirqShareStandardError}. {@code null}
 * where the number or the kernel's tick rate is not known.
 *
 * @param clientCoreSoftirqShare of the client's core; of the one that has the largest share where there are several
 * @param serverCoreSoftirqShare likewise of the server's
 * @param stealShareMax from cutting to units of 10 ms only, as steal is counted and not sampled
 * @param cpuSecondsPerGigabyte from the idle, iowait and steal shares of all CPUs
 */
public record StandardErrors(
        @Nullable Double clientCoreSoftirqShare,
        @Nullable Double serverCoreSoftirqShare,
        @Nullable Double stealShareMax,
        @Nullable Double cpuSecondsPerGigabyte) {

    /** Nothing is known. */
    public static final StandardErrors UNKNOWN = new StandardErrors(null, null, null, null);
}
