package dev.pinbench.harness.doctor;

import java.util.List;

/**
 * A datapath, and what this machine lacks for it.
 *
 * @param name level of the datapath factor
 * @param standsFor the real system that it stands for
 * @param lacking what is missing; empty if it can be built
 */
public record DatapathNeeds(String name, String standsFor, List<Missing> lacking) {

    /**
     * One thing that is missing.
     *
     * @param what what, and how that was seen
     * @param mend the command that mends it
     */
    public record Missing(String what, String mend) {}

    /** Finds the needs of every datapath. */
    @FunctionalInterface
    public interface Survey {
        /** {@code rootless}: whether the lab would be in a user namespace. */
        List<DatapathNeeds> of(boolean rootless) throws InterruptedException;
    }

    public DatapathNeeds {
        lacking = List.copyOf(lacking);
    }
}
