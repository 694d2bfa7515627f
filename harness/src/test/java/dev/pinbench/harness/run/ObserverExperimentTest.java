package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.plan.Shuffler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverExperimentTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 1_000_000_007})
    void everySixBlocksHaveEachOrderOnce(long seed) {
        List<List<String>> orders = orders(60, seed);

        assertThat(orders).hasSize(60);
        for (int first = 0; first < 60; first += 6) {
            assertThat(orders.subList(first, first + 6))
                    .doesNotHaveDuplicates()
                    .allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder("sampled", "bare", "bare-again"));
        }
        Map<String, Integer> places = new HashMap<>();
        orders.forEach(order -> {
            for (int place = 0; place < 3; place++) {
                places.merge(order.get(place) + place, 1, Integer::sum);
            }
        });
        assertThat(places.values()).hasSize(9).containsOnly(20);
        assertThat(orders).isNotEqualTo(orders(60, seed + 1)).isEqualTo(orders(60, seed));
        assertThat(orders(7, seed)).isEqualTo(orders.subList(0, 7));
    }

    private static List<List<String>> orders(int count, long seed) {
        return Arm.orders(count, new Shuffler(seed)).stream().map(Arm::labels).toList();
    }
}
