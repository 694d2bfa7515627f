package dev.pinbench.harness.sampling;

/** What a line of numbers looked like when it was read last, which the next reading is a guess of. */
final class LineShape {

    /** How many digits its numbers have, as {@link Digits#spaced} takes it; 0 where that is not known. */
    long lengths;

    /** How many bytes follow those numbers, but at most {@link Digits#MOST_IN_LINE}. */
    int rest;
}
