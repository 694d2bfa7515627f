package dev.pinbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShufflerTest {

    /** The sequence that implementations of SplitMix64 in other languages publish for this seed. */
    @Test
    void yieldsThePublishedSequence() {
        Shuffler shuffler = new Shuffler(1234567);
        assertThat(List.of(shuffler.next(), shuffler.next(), shuffler.next(), shuffler.next(), shuffler.next()))
                .containsExactly(
                        6457827717110365317L,
                        3203168211198807973L,
                        Long.parseUnsignedLong("9817491932198370423"),
                        4593380528125082431L,
                        Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void makesEveryPermutationAboutEquallyOften() {
        Shuffler shuffler = new Shuffler(1);
        Map<List<Integer>, Integer> seen = new HashMap<>();
        for (int i = 0; i < 24_000; i++) {
            seen.merge(shuffler.permutation(List.of(1, 2, 3, 4)), 1, Integer::sum);
        }
        assertThat(seen).hasSize(24);
        // Six standard deviations of a binomial with n = 24000 and p = 1/24.
        assertThat(seen.values()).allSatisfy(count -> assertThat(count).isBetween(814, 1186));
    }

    @Test
    void staysBelowItsBound() {
        Shuffler shuffler = new Shuffler(-1);
        for (int i = 0; i < 1000; i++) {
            assertThat(shuffler.below(3)).isBetween(0, 2);
        }
        assertThat(shuffler.below(1)).isZero();
    }
}
