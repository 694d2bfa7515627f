package dev.pinbench.harness.kernelprofile;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.results.KernelClass;
import dev.pinbench.analysis.results.KernelProfile;
import dev.pinbench.harness.process.Printable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds samples up: by function, and by call chain. Bounded: after {@value #MOST_STACKS} different chains, further ones
 * are counted together.
 */
final class SampleCounts {
    static final int MOST_STACKS = 50_000;

    /** Stands for everything outside the kernel, whose names are other people's. */
    static final String USER = "(user)";

    static final String UNNAMED = "[unknown]";

    private static final String FURTHER = "(further call chains)";
    private static final int LONGEST_NAME = 200;

    private record Place(int core, String symbol) {}

    private final KernelSymbols symbols;
    private final Map<Place, Long> places = new HashMap<>();
    private final Map<String, Long> stacks = new HashMap<>();
    private long samples;
    private long kernelSamples;
    private long otherSamples;
    private long unnamed;

    SampleCounts(KernelSymbols symbols) {
        this.symbols = symbols;
    }

    void add(Sample sample) {
        samples++;
        String symbol = sample.kernel().isEmpty() ? USER : name(sample.kernel().get(0));
        if (!sample.kernel().isEmpty()) {
            kernelSamples++;
            unnamed += symbol.equals(UNNAMED) ? 1 : 0;
            otherSamples += symbols.classOf(symbol) == KernelClass.OTHER ? 1 : 0;
        }
        places.merge(new Place(sample.core(), symbol), 1L, Long::sum);
        String stack = folded(sample);
        boolean room = stacks.size() < MOST_STACKS || stacks.containsKey(stack);
        stacks.merge(room ? stack : FURTHER, 1L, Long::sum);
    }

    private static String folded(Sample sample) {
        StringBuilder stack = new StringBuilder(name(sample.comm().isEmpty() ? "(no name)" : sample.comm()));
        if (sample.user() || sample.kernel().isEmpty()) {
            stack.append(';').append(USER);
        }
        for (int i = sample.kernel().size() - 1; i >= 0; i--) {
            stack.append(';').append(name(sample.kernel().get(i)));
        }
        return stack.toString();
    }

    /** On one line and without the separator of folded stacks. */
    private static String name(String text) {
        String safe = Printable.escape(text).replace(';', ':');
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME) + "…";
    }

    long samples() {
        return samples;
    }

    /** Samples in the kernel. */
    long kernelSamples() {
        return kernelSamples;
    }

    /** Samples in kernel functions that the table of classes does not know. */
    long otherSamples() {
        return otherSamples;
    }

    /** Samples in the kernel for which perf found no name. */
    long unnamed() {
        return unnamed;
    }

    KernelProfile profile() {
        List<KernelProfile.Row> rows = places.entrySet().stream()
                .map(entry -> {
                    String symbol = entry.getKey().symbol();
                    KernelClass kernelClass = symbol.equals(USER) ? KernelClass.USER : symbols.classOf(symbol);
                    return new KernelProfile.Row(entry.getKey().core(), kernelClass, symbol, entry.getValue());
                })
                .sorted(Comparator.comparingLong(KernelProfile.Row::samples)
                        .reversed()
                        .thenComparingInt(KernelProfile.Row::core)
                        .thenComparing(KernelProfile.Row::symbol))
                .toList();
        return new KernelProfile(rows, new TreeMap<>(stacks));
    }
}
