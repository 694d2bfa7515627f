package dev.pinbench.harness.account;

import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.List;

/** Text in lines of at most 80 columns. */
final class TextColumns {
    static final int WIDTH = 80;

    private TextColumns() {}

    /** Adds foreign text, its words wrapped. */
    static void wrapped(StringBuilder out, String indent, String text) {
        wrap(Printable.escape(text), WIDTH - indent.length())
                .forEach(line -> out.append(indent).append(line).append('\n'));
    }

    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
