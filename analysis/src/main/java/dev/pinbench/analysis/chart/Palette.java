package dev.pinbench.analysis.chart;

import java.awt.Color;
import java.util.List;

/**
 * Colours that stay apart for colour-blind readers: the qualitative set of Okabe and Ito ("Color Universal Design",
 * 2008), and for heat maps a scale whose lightness rises evenly, interpolated between stops of viridis (van der Walt and
 * Smith, SciPy 2015).
 */
final class Palette {

    static final Color INK = new Color(0x22, 0x26, 0x2b);
    static final Color SOFT_INK = new Color(0x5b, 0x63, 0x6d);
    static final Color GRID = new Color(0xe3, 0xe6, 0xea);
    static final Color PALE = new Color(0xf3, 0xf4, 0xf6);

    private static final List<Color> QUALITATIVE = List.of(
            new Color(0x00, 0x72, 0xb2),
            new Color(0xd5, 0x5e, 0x00),
            new Color(0x00, 0x9e, 0x73),
            new Color(0xcc, 0x79, 0xa7),
            new Color(0xe6, 0x9f, 0x00),
            new Color(0x56, 0xb4, 0xe9),
            new Color(0x00, 0x00, 0x00),
            new Color(0xb8, 0xa9, 0x00));

    private static final List<Color> SCALE = List.of(
            new Color(0x44, 0x01, 0x54),
            new Color(0x3b, 0x52, 0x8b),
            new Color(0x21, 0x91, 0x8c),
            new Color(0x5e, 0xc9, 0x62),
            new Color(0xfd, 0xe7, 0x25));

    private Palette() {}

    /** The colour of the {@code index}-th group; repeats after eight. */
    static Color of(int index) {
        return QUALITATIVE.get(index % QUALITATIVE.size());
    }

    /** The colour of {@code share} (0…1, clamped) on the heat map's scale. */
    static Color onScale(double share) {
        double position = Math.max(0, Math.min(1, share)) * (SCALE.size() - 1);
        int low = Math.min((int) position, SCALE.size() - 2);
        double part = position - low;
        Color a = SCALE.get(low);
        Color b = SCALE.get(low + 1);
        return new Color(
                mix(a.getRed(), b.getRed(), part),
                mix(a.getGreen(), b.getGreen(), part),
                mix(a.getBlue(), b.getBlue(), part));
    }

    /** Black or white, whichever reads better on {@code background}. */
    static Color textOn(Color background) {
        double luma = 0.299 * background.getRed() + 0.587 * background.getGreen() + 0.114 * background.getBlue();
        return luma > 122 ? INK : Color.WHITE;
    }

    /** {@code color} mixed with white; {@code strength} 1 is the colour itself. */
    static Color tint(Color color, double strength) {
        return new Color(
                mix(255, color.getRed(), strength),
                mix(255, color.getGreen(), strength),
                mix(255, color.getBlue(), strength));
    }

    private static int mix(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
