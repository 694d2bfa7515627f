package dev.pinbench.harness.profile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How values are shown in messages, and which right word is nearest to a wrong one. */
final class Words {

    private static final int LONGEST_SHOWN = 60;

    private Words() {}

    /** A value as shown in a message: text in quotes, on one line, cut when long. */
    static String show(JsonNode node) {
        if (node.isString()) {
            return quote(node.stringValue());
        }
        if (node.isObject()) {
            return "a map";
        }
        if (node.isArray()) {
            return node.isEmpty() ? "an empty list" : "a list";
        }
        return node.isNull() ? "nothing" : cut(node.toString());
    }

    static String quote(String text) {
        return "\"" + cut(text) + "\"";
    }

    /** Text from outside without control characters, so that a message stays one line. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    private static String cut(String text) {
        String plain = plain(text);
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "…";
    }

    /** {@code ; did you mean "x"?} for the nearest candidate, or nothing if none is near. */
    static String suggest(String word, Collection<String> candidates) {
        return nearest(word, candidates)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse("");
    }

    private static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.isEmpty() || word.length() > LONGEST_SHOWN) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
        int limit = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(lower, candidate) <= limit)
                .min(Comparator.comparingInt(candidate -> distance(lower, candidate)));
    }

    /** Edit distance with neighbouring letters swapped as one edit (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
