package dev.pinbench.analysis.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the report's template shows, as text that is ready but not yet escaped: the template escapes all of it except
 * {@link FigureView#svg}. Public because the compiled template lives in a package of its own.
 *
 * @param title name of the run
 * @param about one sentence on what it asks; {@code null} if the profile has none
 * @param created when it began
 * @param banner what must be known before anything else, such as that the run is not complete
 * @param figuresNote which figures stand only in the folder of charts; {@code null} if all are here
 * @param command how to run it again
 * @param profile the resolved profile as JSON
 */
public record ReportView(
        String title,
        @Nullable String about,
        String created,
        List<String> banner,
        List<FindingView> findings,
        List<FactView> facts,
        List<FigureView> figures,
        @Nullable String figuresNote,
        TableView combinations,
        TableView effects,
        TableView associations,
        TableView probe,
        TableView runTimes,
        TableView timedBudgets,
        TableView troubles,
        TableView kernelFunctions,
        List<String> measured,
        TableView harness,
        List<String> notes,
        List<FactView> tools,
        String command,
        String profileFile,
        String profile) {

    /** A finding and the CSS class of its kind, one of a closed set. */
    public record FindingView(String kind, String text) {}

    public record FactView(String name, String value) {}

    /** A figure, {@code wide} if it needs more room than the others; {@code svg} is markup that this program made itself and is not escaped. */
    public record FigureView(String id, String title, String caption, boolean wide, String svg) {}

    /** {@code text} counts the leading columns that hold words; the others hold numbers and stand to the right. */
    public record TableView(
            int text,
            List<String> head,
            List<List<String>> rows,
            @Nullable String note) {}
}
