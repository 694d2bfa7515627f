package dev.pinbench.harness.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Renders findings as text for a terminal of any width, worst first. */
public final class DoctorReport {

    private static final int NARROWEST = 30;
    private static final String RESET = "\u001b[0m";
    private static final int INDENT = 14;

    private DoctorReport() {}

    /**
     * The findings as lines, each ended by a newline; those of one severity stay in the order given. What is as it
     * should be takes one paragraph each, the rest also says its effect and its mend.
     *
     * @param width columns of the terminal; less than 30 counts as 30. Only a single word may be longer.
     * @param colour whether to colour severities with ANSI sequences
     */
    public static String render(List<DoctorFinding> findings, int width, boolean colour) {
        int columns = Math.max(width, NARROWEST);
        StringBuilder out = new StringBuilder();
        findings.stream()
                .sorted(Comparator.comparing(DoctorFinding::severity).reversed())
                .forEach(finding -> append(out, finding, columns, colour));
        out.append(String.format(
                Locale.ROOT,
                "%d stop, %d bias, %d note, %d ok\n",
                count(findings, Severity.STOP),
                count(findings, Severity.BIAS),
                count(findings, Severity.NOTE),
                count(findings, Severity.OK)));
        return out.toString();
    }

    private static long count(List<DoctorFinding> findings, Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).count();
    }

    private static void append(StringBuilder out, DoctorFinding finding, int width, boolean colour) {
        String severity = String.format(Locale.ROOT, "%-4s", finding.severity());
        List<String> head = wrap(finding.subject() + ": " + finding.observed(), width - 6, width - 6);
        out.append(colour ? colour(finding.severity()) + severity + RESET : severity)
                .append("  ")
                .append(head.get(0))
                .append('\n');
        head.stream().skip(1).forEach(line -> out.append("      ").append(line).append('\n'));
        if (finding.severity() == Severity.OK) {
            return;
        }
        labelled(out, "effect", wrap(finding.effect(), width - INDENT, width - INDENT));
        String mend = finding.mend();
        if (mend != null) {
            labelled(out, "mend", mendLines(mend, width - INDENT));
        }
    }

    private static void labelled(StringBuilder out, String label, List<String> lines) {
        String prefix = label;
        for (String line : lines) {
            out.append(String.format(Locale.ROOT, "      %-8s", prefix))
                    .append(line)
                    .append('\n');
            prefix = "";
        }
    }

    /** Wrapped so that it can still be copied whole: commands go on after a backslash, advice stays a comment. */
    private static List<String> mendLines(String mend, int width) {
        if (mend.startsWith("# ")) {
            return wrap(mend.substring(2), width - 2, width - 2).stream()
                    .map(line -> "# " + line)
                    .toList();
        }
        List<String> lines = new ArrayList<>(wrap(mend, width, width - 2));
        for (int i = 0; i < lines.size() - 1; i++) {
            lines.set(i, lines.get(i) + " \\");
        }
        return lines;
    }

    /** Greedy: a text that fits whole into {@code whole} columns stays whole, else lines get {@code part} columns. */
    private static List<String> wrap(String text, int whole, int part) {
        if (text.length() <= whole) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > part) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case STOP -> "\u001b[1;31m";
            case BIAS -> "\u001b[33m";
            case NOTE -> "\u001b[36m";
            case OK -> "\u001b[32m";
        };
    }
}
