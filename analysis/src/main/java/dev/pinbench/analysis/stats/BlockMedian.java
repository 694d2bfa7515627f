package dev.pinbench.analysis.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The median of the values of drawn blocks, as a statistic for {@link BlockBootstrap}. Values are sorted once, so a
 * resample costs one pass. Not safe for use by several threads at once.
 */
public final class BlockMedian implements ToDoubleFunction<int[]> {

    private final double[] sorted;
    private final int[] block;
    private final int[] size;
    private final int[] timesDrawn;

    /**
     * The median of blocks of values.
     *
     * @param values the values of each block
     * @throws IllegalArgumentException if a block is empty, or a value is NaN or infinite
     */
    public BlockMedian(double[][] values) {
        for (double[] ofBlock : values) {
            Values.requireFinite(ofBlock);
        }
        size = Arrays.stream(values).mapToInt(ofBlock -> ofBlock.length).toArray();
        timesDrawn = new int[values.length];
        double[] all = Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
        int[] blockOfAll = IntStream.range(0, values.length)
                .flatMap(b -> IntStream.range(0, values[b].length).map(i -> b))
                .toArray();
        int[] ascending = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> all[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        sorted = Arrays.stream(ascending).mapToDouble(i -> all[i]).toArray();
        block = Arrays.stream(ascending).map(i -> blockOfAll[i]).toArray();
    }

    @Override
    public double applyAsDouble(int[] drawn) {
        Arrays.fill(timesDrawn, 0);
        int n = 0;
        for (int b : drawn) {
            timesDrawn[b]++;
            n += size[b];
        }
        // ranks from 0 of the one or two values in the middle
        int lower = (n - 1) / 2;
        int upper = n / 2;
        int seen = 0;
        int i = -1;
        while (seen <= lower) {
            i++;
            seen += timesDrawn[block[i]];
        }
        double low = sorted[i];
        while (seen <= upper) {
            i++;
            seen += timesDrawn[block[i]];
        }
        return low == sorted[i] ? low : low + (sorted[i] - low) / 2;
    }
}
