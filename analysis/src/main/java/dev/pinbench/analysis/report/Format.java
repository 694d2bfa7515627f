package dev.pinbench.analysis.report;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.text.Units;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them, the same under every locale. What is not known is an en dash, never a zero. */
final class Format {

    static final String UNKNOWN = "–";

    private Format() {}

    /** Such as {@code 2.64 Gbit/s}. */
    static String rate(@Nullable Double bps) {
        return bps == null ? UNKNOWN : Units.formatBitRate(bps);
    }

    /** Such as {@code 2.61–2.70 Gbit/s}, in the unit of the upper end. */
    static String rates(@Nullable Interval interval) {
        if (interval == null) {
            return UNKNOWN;
        }
        double unit = interval.high() >= 1e9 ? 1e9 : interval.high() >= 1e6 ? 1e6 : 1e3;
        String name = unit >= 1e9 ? " Gbit/s" : unit >= 1e6 ? " Mbit/s" : " kbit/s";
        return range(interval.low() / unit, interval.high() / unit) + name;
    }

    /** Such as {@code 95 %}, if all known intervals are of that level; else, or if none is known, nothing. */
    static Optional<String> commonLevel(Stream<Interval> intervals) {
        Set<String> levels = intervals.map(Format::level).collect(Collectors.toSet());
        return levels.size() == 1 ? levels.stream().findFirst() : Optional.empty();
    }

    /** Such as {@code 95 %}. */
    static String level(Interval interval) {
        return Units.percent(interval.level());
    }

    /** Such as {@code 0.59–0.65}; a minus sign in it makes the dash a word. */
    static String range(double low, double high) {
        String join = low < 0 || high < 0 ? " to " : "–";
        return significant(low) + join + significant(high);
    }

    static String range(@Nullable Interval interval) {
        return interval == null ? UNKNOWN : range(interval.low(), interval.high());
    }

    /** Such as {@code 57 %}. */
    static String percent(@Nullable Double share, int digits) {
        return share == null ? UNKNOWN : fixed(share * 100, digits) + " %";
    }

    /** Such as {@code  ± 0.9}, to follow a share in per cent; empty if it is not known. */
    static String plusMinus(@Nullable Double share) {
        return share == null ? "" : " ± " + fixed(share * 100, 1);
    }

    /** A difference of shares in percentage points of a core, such as {@code +0.34}. */
    static String points(double share) {
        String text = String.format(Locale.ROOT, "%+.2f", share * 100);
        return text.equals("-0.00") ? "+0.00" : text;
    }

    static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** Three significant digits, as far as two decimals go. */
    static String significant(@Nullable Double value) {
        if (value == null) {
            return UNKNOWN;
        }
        double size = Math.abs(value);
        return fixed(value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
    }

    static String pValue(@Nullable Double p) {
        if (p == null) {
            return UNKNOWN;
        }
        return p < 0.001 ? "< 0.001" : fixed(p, 3);
    }

    static String bytes(@Nullable Long bytes) {
        return bytes == null ? UNKNOWN : fixed(bytes / 1073741824.0, 1) + " GiB";
    }
}
