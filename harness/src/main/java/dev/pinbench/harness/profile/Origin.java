package dev.pinbench.harness.profile;

import java.util.Comparator;

/**
 * Where a value came from, as a person would name it.
 *
 * @param source the file, or the option with its value ({@code --set mss=77})
 * @param line line from 1, or 0 if the source has none
 * @param column column from 1, or 0 if the source has none
 */
record Origin(String source, int line, int column) implements Comparable<Origin> {

    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::source).thenComparingInt(Origin::line).thenComparingInt(Origin::column);

    static Origin of(String source) {
        return new Origin(source, 0, 0);
    }

    String text() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}
