package dev.pinbench.analysis;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of the levels of a factor, the same in every run, since a plan is shuffled and no longer shows the profile's
 * order. {@code none} and {@code default} come first, then the named order of paths and offloads, then numbers ascending,
 * then text; numbers within text compare as numbers. The first level is the baseline of comparisons.
 */
final class LevelOrder {

    private static final List<String> FIRST = List.of(
            "none",
            "default",
            "native-to-native",
            "pod-to-native",
            "native-to-pod",
            "pod-to-pod",
            "on",
            "off",
            "tcp",
            "udp");
    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    private LevelOrder() {}

    /** Orders two levels of one factor. */
    static int compare(String left, String right) {
        if (left.equals(right)) {
            return 0;
        }
        int named = Integer.compare(named(left), named(right));
        return named != 0 ? named : natural(left, right);
    }

    /** Orders combinations as their cross product would come, the last factor varying fastest. */
    static Comparator<Levels> ofCombinations() {
        return (left, right) -> {
            for (Factor factor : Factor.values()) {
                int order = compare(left.get(factor), right.get(factor));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int named(String level) {
        int index = FIRST.indexOf(level);
        return index < 0 ? FIRST.size() : index;
    }

    private static int natural(String left, String right) {
        Matcher a = PART.matcher(left);
        Matcher b = PART.matcher(right);
        while (true) {
            boolean more = a.find();
            if (!b.find()) {
                return more ? 1 : left.compareTo(right);
            }
            if (!more) {
                return -1;
            }
            int order = part(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int part(String left, String right) {
        boolean numbers = isNumber(left) && isNumber(right);
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
