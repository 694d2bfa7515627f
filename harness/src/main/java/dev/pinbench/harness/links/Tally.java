package dev.pinbench.harness.links;

/**
 * What an interface counted in one direction.
 *
 * @param bytes bytes as the interface counts them
 * @param packets packets; a super-packet counts once
 * @param dropped packets dropped
 * @param errors packets with errors
 */
public record Tally(long bytes, long packets, long dropped, long errors) {

    /** No packet at all. */
    public static final Tally NOTHING = new Tally(0, 0, 0, 0);

    /** Whether nothing was counted, neither passed nor lost. */
    public boolean isNothing() {
        return equals(NOTHING);
    }
}
