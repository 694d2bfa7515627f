package dev.pinbench.harness.sampling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What could not be read: one sentence for each source and kind, however many frames it befell. */
final class Gaps {

    /** Keeps a machine on which everything goes wrong from filling the record. */
    private static final int MOST_KINDS = 500;

    private final Map<String, Gap> gaps = new LinkedHashMap<>();
    private int unlisted;

    /**
     * Notes a gap.
     *
     * @param kind what counts as the same gap
     * @param sentence what is told, for the first of its kind only; names file, line and CPU where there are such
     */
    void add(int frame, String kind, String sentence) {
        Gap gap = gaps.get(kind);
        if (gap != null) {
            gap.more++;
            gap.last = frame;
        } else if (gaps.size() < MOST_KINDS) {
            gaps.put(kind, new Gap(frame, sentence));
        } else {
            unlisted++;
        }
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (Gap gap : gaps.values()) {
            String repeats = gap.more == 0
                    ? ""
                    : "; " + gap.more + (gap.more == 1 ? " more time" : " more times") + " up to frame " + gap.last;
            sentences.add("frame " + gap.first + ": " + gap.sentence + repeats);
        }
        if (unlisted > 0) {
            sentences.add(unlisted + " gaps of further kinds are not listed");
        }
        return sentences;
    }

    private static final class Gap {
        private final int first;
        private final String sentence;
        private int last;
        private int more;

        Gap(int first, String sentence) {
            this.first = first;
            this.sentence = sentence;
            this.last = first;
        }
    }
}
