package dev.pinbench.harness.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a profile; the first problem found at a position is the one reported. */
final class Problems {

    private static final int MOST_SHOWN = 20;

    private record Problem(Origin origin, String text) {}

    private final List<Problem> found = new ArrayList<>();
    private final Set<String> positions = new HashSet<>();

    void add(Origin origin, String text) {
        if (positions.add(origin.text())) {
            found.add(new Problem(origin, text));
        }
    }

    /**
     * Does nothing if all is well.
     *
     * @throws ProfileException with what was found, in the order of the file
     */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(found.stream()
                .sorted((a, b) -> a.origin().compareTo(b.origin()))
                .limit(MOST_SHOWN)
                .map(p -> p.origin().text() + ": " + p.text())
                .toList());
        if (found.size() > MOST_SHOWN) {
            lines.add("and " + (found.size() - MOST_SHOWN) + " more");
        }
        throw new ProfileException(lines);
    }
}
