package dev.pinbench.analysis.chart;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Turns level text, which can hold anything, into names for files and ids that are safe and unique in one run. */
final class Slugs {

    private static final int MAX_LENGTH = 60;

    private final Set<String> taken = new HashSet<>();

    /** Lower-case ASCII letters, digits and single hyphens; never empty; another name for each call. */
    String unique(String text) {
        StringBuilder slug = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain) {
                slug.append(c);
            } else if (slug.length() > 0 && slug.charAt(slug.length() - 1) != '-') {
                slug.append('-');
            }
            if (slug.length() == MAX_LENGTH) {
                break;
            }
        }
        String base = slug.toString().replaceAll("-$", "");
        if (base.isEmpty()) {
            base = "figure";
        }
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }
}
