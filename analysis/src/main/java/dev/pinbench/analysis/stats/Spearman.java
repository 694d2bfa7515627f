package dev.pinbench.analysis.stats;

import dev.pinbench.analysis.model.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * Spearman's rank correlation of pairs that come in blocks; ties get their mean rank.
 *
 * <p>P-value and interval take the blocks for what they are: values are permuted only within a block (blocks are strata,
 * so a drift from block to block can't make an association), and resampled only by whole blocks.
 */
public final class Spearman {

    /** Fewest pairs for which a correlation is given. */
    public static final int FEWEST_PAIRS = 4;

    private final double[] x;
    private final double[] y;
    private final int[] block;
    private final int blocks;

    /**
     * Pairs of values.
     *
     * @param block block of each pair, any numbers
     * @throws IllegalArgumentException if the lengths differ, there is no pair, or a value is NaN or infinite
     */
    public Spearman(double[] x, double[] y, int[] block) {
        if (x.length != y.length || x.length != block.length) {
            throw new IllegalArgumentException(
                    "pairs need equal lengths, got " + x.length + ", " + y.length + " and " + block.length + " blocks");
        }
        Values.requireFinite(x);
        Values.requireFinite(y);
        this.x = x.clone();
        this.y = y.clone();
        int[] distinct = Arrays.stream(block).distinct().sorted().toArray();
        this.blocks = distinct.length;
        this.block =
                Arrays.stream(block).map(b -> Arrays.binarySearch(distinct, b)).toArray();
    }

    /** The correlation; empty for fewer than {@value #FEWEST_PAIRS} pairs or where x or y is constant. */
    public OptionalDouble correlation() {
        if (x.length < FEWEST_PAIRS || constant(x) || constant(y)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(new SpearmansCorrelation().correlation(x, y));
    }

    /**
     * Bootstrap interval over blocks; ranks are made anew in every resample. Empty where the correlation is not defined,
     * or as {@link BlockBootstrap} says.
     */
    public Optional<Interval> interval(BlockBootstrap bootstrap) {
        if (correlation().isEmpty()) {
            return Optional.empty();
        }
        WeightedRanks xRanks = new WeightedRanks(x);
        WeightedRanks yRanks = new WeightedRanks(y);
        int[] timesDrawn = new int[blocks];
        int[] weights = new int[x.length];
        return bootstrap.interval(blocks, drawn -> {
            Arrays.fill(timesDrawn, 0);
            for (int b : drawn) {
                timesDrawn[b]++;
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] = timesDrawn[block[i]];
            }
            return WeightedRanks.correlation(xRanks, yRanks, weights);
        });
    }

    /**
     * Two-sided p of no association within blocks, by permuting the ranks of y within each block; the statistic is the
     * covariance of ranks within blocks. Exact where there are at most
     * {@value StratifiedPermutation#MOST_EXACT} arrangements; otherwise (b + 1) / (B + 1) of seeded permutations
     * (Phipson &amp; Smyth 2010), B = 9999 for up to 500 pairs and 1999 beyond. Empty where the correlation is not
     * defined, or where no block has two different values to permute.
     */
    public OptionalDouble pValue(long seed) {
        if (correlation().isEmpty()) {
            return OptionalDouble.empty();
        }
        NaturalRanking ranking = new NaturalRanking(TiesStrategy.AVERAGE);
        return new StratifiedPermutation(ranking.rank(x), ranking.rank(y), block, blocks).pValue(seed);
    }

    private static boolean constant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }
}
