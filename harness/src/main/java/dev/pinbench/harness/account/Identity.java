package dev.pinbench.harness.account;

import java.util.List;

/**
 * Two counters that must agree once everything that lies between them is counted in.
 *
 * @param name what is compared
 * @param unit {@code bytes} or {@code segments}
 * @param left what the first counter says
 * @param terms what lies between them; none of them is 0
 * @param right what the second counter says
 */
public record Identity(String name, String unit, long left, List<Term> terms, long right) {

    public Identity {
        terms = terms.stream().filter(term -> term.amount() != 0).toList();
    }

    /** What nothing explains; 0 in a balance that holds. */
    public long remainder() {
        return right - left - terms.stream().mapToLong(Term::amount).sum();
    }
}
