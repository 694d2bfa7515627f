package dev.pinbench.harness.profile;

/**
 * How the kernel is watched while traffic is measured.
 *
 * @param framesPerSecond frames asked for, 1 to 100 a second
 * @param probe where numbers come from: {@code proc}, or {@code bpf} for the exact probe beside it
 */
public record Sampling(int framesPerSecond, String probe) {

    /** Whether the exact probe is asked for. */
    public boolean exact() {
        return probe.equals("bpf");
    }
}
