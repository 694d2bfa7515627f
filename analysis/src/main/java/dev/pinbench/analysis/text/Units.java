package dev.pinbench.analysis.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats quantities for people, the same in every locale: three significant digits, a decimal point, a blank, the unit. */
public final class Units {

    private static final String[] PREFIXES = {"", "k", "M", "G", "T"};

    private Units() {}

    /**
     * A bit rate, such as {@code 2.64 Gbit/s} (decimal prefixes).
     *
     * @throws IllegalArgumentException if it is NaN or infinite
     */
    public static String formatBitRate(double bitsPerSecond) {
        return scaled(bitsPerSecond, "bit/s");
    }

    /** A number of bytes, such as {@code 1.45 kB} (decimal prefixes). */
    public static String formatBytes(double bytes) {
        return scaled(bytes, "B");
    }

    /** A number of things, such as {@code 81.2 k} or {@code 812} (decimal prefixes). */
    public static String formatCount(double count) {
        return scaled(count, "").strip();
    }

    /** A share as a percentage, such as {@code 57 %}; one decimal below 10 %, such as {@code 8.2 %}. */
    public static String percent(double share) {
        return percentNumber(share) + " %";
    }

    /** As {@link #percent} without the sign, for ranges such as {@code 35–41 %}. */
    public static String percentNumber(double share) {
        double percent = 100 * requireFinite(share);
        String precise = String.format(Locale.ROOT, "%.1f", percent);
        boolean small = Math.abs(percent) < 9.95;
        return small && !precise.endsWith(".0") ? precise : Long.toString(Math.round(percent));
    }

    private static String scaled(double value, String unit) {
        if (requireFinite(value) == 0) {
            return "0 " + unit;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_UP));
        int prefix = 0;
        BigDecimal thousand = BigDecimal.valueOf(1000);
        while (prefix < PREFIXES.length - 1 && rounded.abs().compareTo(thousand) >= 0) {
            rounded = rounded.movePointLeft(3);
            prefix++;
        }
        int wholeDigits = Math.max(1, rounded.precision() - rounded.scale());
        int decimals = Math.max(0, 3 - wholeDigits);
        boolean plain = prefix == 0 && rounded.stripTrailingZeros().scale() <= 0;
        String number =
                rounded.setScale(plain ? 0 : decimals, RoundingMode.HALF_UP).toPlainString();
        return number + " " + PREFIXES[prefix] + unit;
    }

    private static double requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a number to show must be finite, got " + value);
        }
        return value;
    }
}
