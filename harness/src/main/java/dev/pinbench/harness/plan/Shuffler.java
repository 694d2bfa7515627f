package dev.pinbench.harness.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Seeded permutations that are the same on every JDK, for ever: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014) under a Fisher-Yates shuffle. The JDK's own SplittableRandom does not
 * promise its sequence.
 */
public final class Shuffler {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** The sequence of {@code seed}. */
    public Shuffler(long seed) {
        this.state = seed;
    }

    /** The next 64 random bits. */
    long next() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A whole number from 0 to {@code bound} - 1, each equally likely: what would favour the low ones is redrawn. */
    int below(int bound) {
        long bits = next() >>> 1;
        long value = bits % bound;
        while (bits - value > Long.MAX_VALUE - (bound - 1)) {
            bits = next() >>> 1;
            value = bits % bound;
        }
        return (int) value;
    }

    /** A fresh permutation; each is equally likely. */
    public <T> List<T> permutation(List<T> items) {
        List<T> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, swapped);
        }
        return shuffled;
    }
}
