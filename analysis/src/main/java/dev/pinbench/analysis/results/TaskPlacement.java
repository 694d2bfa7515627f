package dev.pinbench.analysis.results;

import java.util.List;

/**
 * Where a thread was asked to run and where it was seen.
 *
 * @param role what the thread is to the trial
 * @param tid thread id in the host's PID namespace
 * @param comm the kernel's name of the thread
 * @param requestedCpus the core it was pinned to, as a CPU list
 * @param allowedCpus {@code Cpus_allowed_list} of {@code /proc/<tid>/status}, read while traffic ran
 * @param seenCpus every CPU seen in field 39 of {@code /proc/<tid>/stat} over all frames, ascending
 * @param held whether allowed and seen both agree with what was requested
 */
public record TaskPlacement(
        TaskRole role,
        int tid,
        String comm,
        String requestedCpus,
        String allowedCpus,
        List<Integer> seenCpus,
        boolean held) {

    public TaskPlacement {
        seenCpus = List.copyOf(seenCpus);
    }
}
