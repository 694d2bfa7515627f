package dev.pinbench.harness.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Version numbers as programs print them, such as 3.12 or 6.1.0, ordered number by number. */
public record ToolVersion(List<Integer> numbers) implements Comparable<ToolVersion> {

    private static final Pattern DOTTED = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})*");

    public ToolVersion {
        numbers = List.copyOf(numbers);
    }

    /** Reads the leading dotted number; empty if there is none. */
    public static Optional<ToolVersion> parse(String text) {
        Matcher matcher = DOTTED.matcher(text);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        return Optional.of(new ToolVersion(Arrays.stream(matcher.group().split("\\.", -1))
                .map(Integer::valueOf)
                .toList()));
    }

    /** Orders by the first number that differs; a missing number counts as zero. */
    @Override
    public int compareTo(ToolVersion other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }
}
