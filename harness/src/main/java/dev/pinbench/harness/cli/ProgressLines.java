package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.text.Units;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.run.RunListener;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows a run on its way: on a terminal one status line, redrawn when the run says so (at most twice a second);
 * elsewhere a line for each trial.
 */
final class ProgressLines implements RunListener {
    static final String ERASE_LINE = "\r\u001b[K";

    private final Console console;
    private final List<PlannedTrial> plan;
    private final Set<Factor> varied;
    private final int width;
    private long wallNanosPerTrial;
    private int done;

    ProgressLines(Console console, List<PlannedTrial> plan) {
        this.console = console;
        this.plan = plan;
        this.varied = PlanText.varied(plan);
        this.width = Integer.toString(plan.size()).length();
    }

    @Override
    public void started(PlannedTrial trial, int alreadyDone, long nanosPerTrial) {
        done = alreadyDone;
        wallNanosPerTrial = nanosPerTrial;
        if (console.terminal()) {
            redraw(line(trial), "    …" + timeLeft());
        }
    }

    @Override
    public void live(PlannedTrial trial, double receivedBps) {
        if (console.terminal()) {
            redraw(line(trial), "    " + Units.formatBitRate(receivedBps) + timeLeft());
        }
    }

    @Override
    public void finished(TrialRecord record, int nowDone, long nanosPerTrial) {
        done = nowDone;
        wallNanosPerTrial = nanosPerTrial;
        PlannedTrial trial = plan.get(record.trial() - 1);
        String text = line(trial) + "    " + outcome(record);
        if (!console.terminal()) {
            console.say(text + timeLeft());
        } else if (record.status() != TrialStatus.DONE || !record.valid()) {
            // What went wrong stays on the screen; what went well gives way to the next trial.
            console.err().print(ERASE_LINE);
            console.say(text);
        } else {
            redraw(line(trial), "    " + outcome(record) + timeLeft());
        }
    }

    /** Leaves the terminal's line free for what comes next. */
    void close() {
        if (console.terminal()) {
            console.err().print(ERASE_LINE);
            console.err().flush();
        }
    }

    private String line(PlannedTrial trial) {
        return PlanText.position(trial, width, plan.size()) + "  " + PlanText.describe(trial.levels(), varied);
    }

    private static String outcome(TrialRecord record) {
        if (record.status() != TrialStatus.DONE) {
            return record.status().text() + ": " + Printable.escape(String.valueOf(record.error()));
        }
        Double goodput = record.metrics().goodputBps();
        String rate = goodput == null ? "no goodput" : Units.formatBitRate(goodput);
        return record.valid()
                ? rate
                : rate + "  invalid: "
                        + Printable.escape(record.invalidReasons().get(0));
    }

    private String timeLeft() {
        if (wallNanosPerTrial == 0) {
            return "";
        }
        long seconds = Math.round((double) wallNanosPerTrial * (plan.size() - done) / 1e9);
        return String.format(Locale.ROOT, "   %d:%02d left", seconds / 60, seconds % 60);
    }

    /** On a narrow terminal the levels give way: throughput and time left are what people look for. */
    private void redraw(String levels, String state) {
        int room = Math.max(0, console.width() - 1 - state.length());
        String shown = (levels.length() <= room ? levels : levels.substring(0, room)) + state;
        console.err()
                .print(ERASE_LINE + shown.substring(0, Math.min(shown.length(), Math.max(0, console.width() - 1))));
        console.err().flush();
    }
}
