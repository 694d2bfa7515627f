package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A calibration for people, in at most 80 columns. */
public final class CalibrationText {

    private CalibrationText() {}

    /** All of it, as lines. */
    public static List<String> lines(Calibration calibration) {
        List<String> lines = new ArrayList<>();
        lines.add("Reading, median of one operation on this machine");
        for (ReaderCost cost : calibration.readers()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-12s %8.1f µs %8.1f bytes allocated",
                    cost.reader(),
                    cost.medianNanos() / 1e3,
                    cost.allocatedBytes()));
        }
        ObserverEffect observer = calibration.observer();
        lines.add("");
        lines.add("Observer effect, " + observer.combination());
        lines.add(String.format(
                Locale.ROOT,
                "  %d blocks of 3 trials%s, %s without sampling",
                observer.blocks(),
                observer.incompleteBlocks() == 0 ? "" : " (" + observer.incompleteBlocks() + " more had failures)",
                Units.formatBitRate(observer.bareGoodputBps())));
        addRatios(lines, observer.framesPerSecond(), observer.sampledOverBare(), observer.bareAgainOverBare());
        Double share = observer.harnessShareMedian();
        if (share != null) {
            lines.add("  Pinbench's own threads took " + Units.percent(share) + " of a measured core");
        }
        TurnEffect turns = observer.turns();
        if (turns != null) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "Observer effect within connections, sampling on and off in turns of %.1f s",
                    turns.turnSeconds()));
            lines.add(String.format(
                    Locale.ROOT,
                    "  %d connections%s, %s without sampling",
                    turns.connections(),
                    turns.incompleteConnections() == 0
                            ? ""
                            : " (" + turns.incompleteConnections() + " more had failures)",
                    Units.formatBitRate(turns.bareInterfaceBps())));
            addRatios(lines, observer.framesPerSecond(), turns.sampledOverBare(), turns.bareAgainOverBare());
            TotalRatio total = turns.totalSampledOverBare();
            if (total != null) {
                lines.add(
                        "  all bytes, not medians: " + change(total.ratio(), total.interval(), "too few connections"));
            }
        }
        if (!observer.smallestEffects().isEmpty()) {
            lines.add("");
            lines.add("Smallest effect that blocks of two such trials show, in 4 of 5 experiments");
            for (SmallestEffect effect : observer.smallestEffects()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  %4d blocks %7s min  %s",
                        effect.blocks(),
                        minutes(effect.seconds()),
                        Units.percent(effect.change())));
            }
        }
        return lines;
    }

    private static void addRatios(List<String> lines, int framesPerSecond, Ratio sampledOverBare, Ratio control) {
        lines.add("  with sampling at " + framesPerSecond + "/s:  " + change(sampledOverBare));
        lines.add("  " + verdict(sampledOverBare));
        lines.add("  A/A control:          " + change(control));
        if (control.interval() != null && !control.holdsOne()) {
            lines.add("  caution: the control itself shows a difference; one of twenty does by chance");
        }
    }

    /** One sentence for the manifest of a run under {@code here}. */
    static String citation(Calibration calibration, Conditions here) {
        ObserverEffect observer = calibration.observer();
        String smallest = observer.smallestEffects().stream()
                .filter(effect -> effect.blocks() == observer.blocks())
                .findFirst()
                .map(effect -> "; " + effect.blocks() + " blocks of two trials of " + observer.durationSeconds()
                        + " s show " + Units.percent(effect.change()))
                .orElse("");
        List<String> differences = calibration.differences(here);
        return "calibration of this machine and kernel, " + calibration.createdAt() + ": sampling at "
                + observer.framesPerSecond() + " frames a second changes goodput by "
                + change(observer.sampledOverBare()) + within(observer.turns()) + ", " + observer.combination()
                + smallest
                + (observer.bareAgainOverBare().holdsOne() ? "" : "; its control showed a difference, too")
                + (differences.isEmpty() ? "" : "; it was made " + String.join(" and ", differences));
    }

    private static String within(@Nullable TurnEffect turns) {
        return turns == null ? "" : ", within a connection by " + change(turns.sampledOverBare());
    }

    /** What the experiment says of sampling's effect, as the end of a sentence. */
    static String verdict(Ratio ratio) {
        String tolerance = Units.percent(ObserverEffect.TOLERANCE);
        if (ratio.within(ObserverEffect.TOLERANCE)) {
            return "so it changes goodput by less than " + tolerance;
        }
        Interval interval = ratio.interval();
        boolean beyond = interval != null
                && (interval.high() <= 1 - ObserverEffect.TOLERANCE || interval.low() >= 1 + ObserverEffect.TOLERANCE);
        if (beyond) {
            return "so it changes goodput by more than " + tolerance;
        }
        String effect = interval == null || ratio.holdsOne()
                ? "so whether"
                : "so it " + (ratio.median() < 1 ? "lowers" : "raises") + " goodput, and whether";
        return effect + " it changes goodput by " + tolerance + " is open: take more blocks";
    }

    private static String change(Ratio ratio) {
        return change(ratio.median(), ratio.interval(), "one block");
    }

    private static String change(double ratio, @Nullable Interval interval, String tooLittle) {
        String range = interval == null
                ? "no interval from " + tooLittle
                : String.format(
                        Locale.ROOT,
                        "%.0f %% interval %s to %s %%",
                        100 * interval.level(),
                        signed(interval.low()),
                        signed(interval.high()));
        return signed(ratio) + " % (" + range + ")";
    }

    private static String signed(double ratio) {
        String text = String.format(Locale.ROOT, "%+.2f", 100 * (ratio - 1));
        return text.equals("-0.00") ? "+0.00" : text;
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
}
