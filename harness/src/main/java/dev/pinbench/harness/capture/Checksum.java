package dev.pinbench.harness.capture;

/** What is found of a checksum, from the harmless to the worst. */
enum Checksum {
    /** None is there: no IP, or UDP over IPv4 that does without. */
    NONE,
    /** It is right. */
    GOOD,
    /** It cannot be told: a fragment, or not all bytes were captured. */
    UNCHECKED,
    /**
     * It holds the sum of the pseudo header alone, where the sender's kernel left the rest to a device
     * ({@code CHECKSUM_PARTIAL}, include/linux/skbuff.h). Whether anybody still knows that is not in the frame.
     */
    UNFINISHED,
    /** It is wrong. */
    WRONG;

    Checksum orWorse(Checksum other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
