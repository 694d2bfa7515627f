package dev.pinbench.harness.run;

import dev.pinbench.harness.plan.Shuffler;
import java.util.ArrayList;
import java.util.List;

/** What is compared in an {@link ObserverExperiment}. */
enum Arm {
    SAMPLED("sampled"),
    BARE("bare"),
    BARE_AGAIN("bare-again");

    private final String label;

    Arm(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** So many orders of the three: permutations of the six that there are, one after the other. */
    static List<List<Arm>> orders(int count, Shuffler shuffler) {
        List<List<Arm>> each = new ArrayList<>();
        for (Arm first : values()) {
            for (Arm second : values()) {
                for (Arm third : values()) {
                    if (first != second && second != third && first != third) {
                        each.add(List.of(first, second, third));
                    }
                }
            }
        }
        List<List<Arm>> orders = new ArrayList<>();
        while (orders.size() < count) {
            orders.addAll(shuffler.permutation(each));
        }
        return List.copyOf(orders.subList(0, count));
    }

    static List<String> labels(List<Arm> order) {
        return order.stream().map(Arm::label).toList();
    }
}
