package dev.pinbench.harness.process;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Text of foreign origin (process names, interface names, error output) made safe to print: whatever could move a
 * cursor, change a colour, end a line or reorder text is shown as an escape instead.
 */
public final class Printable {

    private Printable() {}

    /**
     * Shows {@code text} on one line: control characters, line and paragraph separators, format characters (among them
     * the bidirectional ones), unpaired surrogates and backslashes become escapes such as {@code \n} or {@code \u001b}.
     */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** Shows an argument vector as one would type it, for reading; words that need it stand in single quotes. */
    public static String argv(List<String> argv) {
        return argv.stream().map(Printable::word).collect(Collectors.joining(" "));
    }

    private static String word(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(Printable::isPlain);
        return plain ? word : "'" + escape(word).replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-_./:=,+@%".indexOf(c) >= 0;
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\\' -> out.append("\\\\");
            default -> {
                if (isHarmless(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
                }
            }
        }
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
