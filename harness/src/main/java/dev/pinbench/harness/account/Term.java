package dev.pinbench.harness.account;

/**
 * One reason why two counters differ.
 *
 * @param reason what was counted on one side only
 * @param count how often
 * @param each bytes (or segments) each time; 0 if the times differ in size and only the sum is known
 * @param amount what it adds to the left side
 */
public record Term(String reason, long count, long each, long amount) {

    static Term of(String reason, long count, long each) {
        return new Term(reason, count, each, Math.multiplyExact(count, each));
    }

    static Term sum(String reason, long count, long amount) {
        return new Term(reason, count, 0, amount);
    }
}
