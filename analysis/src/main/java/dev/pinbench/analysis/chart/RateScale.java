package dev.pinbench.analysis.chart;

import java.util.Locale;

/**
 * The unit in which a figure shows rates, chosen so that its largest value is at least 1.
 *
 * @param unit for axis titles, such as {@code Gbit/s}
 * @param bitsPerSecond one such unit
 */
record RateScale(String unit, double bitsPerSecond) {

    static RateScale forMaximum(double maxBps) {
        if (maxBps >= 1e9) {
            return new RateScale("Gbit/s", 1e9);
        }
        return maxBps >= 1e6 ? new RateScale("Mbit/s", 1e6) : new RateScale("kbit/s", 1e3);
    }

    double of(double bps) {
        return bps / bitsPerSecond;
    }

    /** Three significant digits, without the unit. */
    String format(double bps) {
        double value = of(bps);
        int digits = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** The end of an axis that starts at 0 and leaves some air above {@code max}. */
    static double axisEnd(double max) {
        if (!(max > 0)) {
            return 1;
        }
        double wanted = max * 1.04;
        double decade = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (double step : new double[] {1, 1.2, 1.4, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
            if (decade * step >= wanted) {
                return decade * step;
            }
        }
        return decade * 10;
    }
}
