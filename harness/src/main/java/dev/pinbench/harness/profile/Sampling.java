package dev.pinbench.harness.profile;

/**
 * How the kernel is watched while traffic is measured.
 *
 * @param framesPerSecond frames asked for, 1 to 100 a second
 * @param probe where numbers come from: {@code proc}, or {@code bpf} for the exact probe beside it
 * @param profile which kernel functions take the time: {@code perf} samples them, {@code none} does not
 */
public record Sampling(int framesPerSecond, String probe, String profile) {

    /** The value of {@link #profile} for no kernel profile. */
    public static final String NO_PROFILE = "none";

    /** Whether a kernel profile is taken of every trial. */
    public boolean takesKernelProfile() {
        return !profile.equals(NO_PROFILE);
    }

    /** Whether the exact probe is asked for. */
    public boolean exact() {
        return probe.equals("bpf");
    }
}
