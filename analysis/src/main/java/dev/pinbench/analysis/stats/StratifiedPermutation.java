package dev.pinbench.analysis.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Permutation test of the association of two rankings, permuting y within strata. The statistic is the sum of products
 * with x centred within each stratum: as strata differ, the plain sum would not be symmetric about 0 under permutation,
 * and a two-sided test of it would be wrong.
 */
final class StratifiedPermutation {

    /** Arrangements up to which all are tried. */
    static final long MOST_EXACT = 10_000;

    private static final int PERMUTATIONS = 9999;
    private static final int PERMUTATIONS_LARGE = 1999;
    private static final int LARGE = 500;

    private final double[] x;
    private final double[] y;
    private final List<int[]> strata;
    private final double observed;

    StratifiedPermutation(double[] xRanks, double[] yRanks, int[] stratum, int count) {
        this.y = yRanks.clone();
        this.strata = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < stratum.length; i++) {
                if (stratum[i] == s) {
                    rows.add(i);
                }
            }
            strata.add(rows.stream().mapToInt(Integer::intValue).toArray());
        }
        this.x = centredWithin(strata, xRanks);
        this.observed = Math.abs(product(y)) - 1e-9 * scale();
    }

    OptionalDouble pValue(long seed) {
        if (strata.stream().noneMatch(rows -> varies(x, rows) && varies(y, rows))) {
            return OptionalDouble.empty();
        }
        long arrangements = arrangements();
        return OptionalDouble.of(arrangements <= MOST_EXACT ? exact(arrangements) : sampled(seed));
    }

    private long arrangements() {
        long product = 1;
        for (int[] rows : strata) {
            for (int k = 2; k <= rows.length; k++) {
                product *= k;
                if (product > MOST_EXACT) {
                    return product;
                }
            }
        }
        return product;
    }

    private double exact(long arrangements) {
        return (double) countExtreme(y.clone(), 0, 0) / arrangements;
    }

    /** Arrangements at least as extreme as the data, with the rows before {@code position} of {@code stratum} fixed. */
    private long countExtreme(double[] permuted, int stratum, int position) {
        if (stratum == strata.size()) {
            return Math.abs(product(permuted)) >= observed ? 1 : 0;
        }
        int[] rows = strata.get(stratum);
        if (position >= rows.length - 1) {
            return countExtreme(permuted, stratum + 1, 0);
        }
        long count = 0;
        for (int other = position; other < rows.length; other++) {
            swap(permuted, rows[position], rows[other]);
            count += countExtreme(permuted, stratum, position + 1);
            swap(permuted, rows[position], rows[other]);
        }
        return count;
    }

    private double sampled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int permutations = x.length > LARGE ? PERMUTATIONS_LARGE : PERMUTATIONS;
        double[] permuted = y.clone();
        int extreme = 0;
        for (int b = 0; b < permutations; b++) {
            for (int[] rows : strata) {
                for (int i = rows.length - 1; i > 0; i--) {
                    swap(permuted, rows[i], rows[random.nextInt(i + 1)]);
                }
            }
            if (Math.abs(product(permuted)) >= observed) {
                extreme++;
            }
        }
        return (extreme + 1.0) / (permutations + 1.0);
    }

    private double product(double[] permuted) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * permuted[i];
        }
        return sum;
    }

    /** The size of the statistic, for rounding; permutations as extreme as the data but for rounding must count. */
    private double scale() {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return sum;
    }

    private static boolean varies(double[] values, int[] rows) {
        for (int row : rows) {
            if (values[row] != values[rows[0]]) {
                return true;
            }
        }
        return false;
    }

    private static double[] centredWithin(List<int[]> strata, double[] ranks) {
        double[] centred = new double[ranks.length];
        for (int[] rows : strata) {
            double mean = 0;
            for (int row : rows) {
                mean += ranks[row] / rows.length;
            }
            for (int row : rows) {
                centred[row] = ranks[row] - mean;
            }
        }
        return centred;
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
