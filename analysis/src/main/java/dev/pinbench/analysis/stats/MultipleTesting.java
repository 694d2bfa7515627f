package dev.pinbench.analysis.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Correction of p-values for the number of questions asked. */
public final class MultipleTesting {

    private MultipleTesting() {}

    /**
     * P-values adjusted for the false discovery rate (Benjamini &amp; Hochberg 1995), in the order given; the same as R's
     * {@code p.adjust(method = "BH")}.
     *
     * @throws IllegalArgumentException if one is not from 0 to 1
     */
    public static double[] benjaminiHochberg(double[] pValues) {
        int n = pValues.length;
        for (int i = 0; i < n; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw new IllegalArgumentException("p-value " + i + " is " + pValues[i] + ", expected 0 to 1");
            }
        }
        int[] descending = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> pValues[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[n];
        double smallest = 1;
        for (int k = 0; k < n; k++) {
            int i = descending[k];
            smallest = Math.min(smallest, pValues[i] * n / (n - k));
            adjusted[i] = smallest;
        }
        return adjusted;
    }
}
