package dev.pinbench.analysis.chart;

/**
 * Makes text of unknown origin (process names, error messages, levels) safe to show: characters that do not print, and
 * those that turn the direction of writing, are shown as {@code \\u202E} rather than obeyed. Escaping for HTML or XML
 * is another matter and stays with their writers.
 */
public final class VisibleText {

    private VisibleText() {}

    /** {@code text} on one line: line breaks and tabs become blanks, other control and format characters visible. */
    public static String oneLine(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** {@link #oneLine} cut to {@code max} characters, with an ellipsis where something was cut. */
    public static String shortened(String text, int max) {
        String line = oneLine(text).strip();
        if (line.codePointCount(0, line.length()) <= max) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, Math.max(0, max - 1))) + "…";
    }

    private static void append(StringBuilder out, int codePoint) {
        if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
            out.append(' ');
            return;
        }
        int type = Character.getType(codePoint);
        boolean hidden = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        if (hidden) {
            out.append("\\u").append(String.format(java.util.Locale.ROOT, "%04X", codePoint));
        } else {
            out.appendCodePoint(codePoint);
        }
    }
}
