package dev.pinbench.analysis.report;

import dev.pinbench.analysis.chart.ChartFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which figures go into the report. A page with a heat map for each of many paths would be too heavy for a phone, so that
 * there is a limit; what is left out is named and stays in the folder of charts.
 */
record ReportFigures(
        List<ReportView.FigureView> shown, @Nullable String note) {

    private static final Pattern WIDTH = Pattern.compile(" width=\"(\\d{1,5})\"");
    private static final int MAX_FIGURES = 20;
    private static final int MAX_TOTAL_BYTES = 3_500_000;

    /**
     * Reads the SVG files in the order given.
     *
     * @throws IOException if one cannot be read
     */
    static ReportFigures of(List<ChartFile> charts) throws IOException {
        List<ReportView.FigureView> shown = new ArrayList<>();
        List<String> left = new ArrayList<>();
        int bytes = 0;
        for (ChartFile chart : charts) {
            String svg = inline(Files.readString(chart.svg()));
            int size = svg.getBytes(StandardCharsets.UTF_8).length;
            if (shown.size() < MAX_FIGURES && bytes + size <= MAX_TOTAL_BYTES) {
                bytes += size;
                shown.add(new ReportView.FigureView(chart.id(), chart.title(), chart.caption(), wide(svg), svg));
            } else {
                left.add(String.valueOf(chart.svg().getFileName()));
            }
        }
        String note = left.isEmpty()
                ? null
                : "To keep this page light, " + left.size()
                        + (left.size() == 1 ? " figure stands" : " figures stand") + " only in the folder charts: "
                        + String.join(", ", left) + ".";
        return new ReportFigures(List.copyOf(shown), note);
    }

    private static boolean wide(String svg) {
        Matcher width = WIDTH.matcher(svg);
        return width.find() && Integer.parseInt(width.group(1)) > 800;
    }

    /** The {@code <svg>} element alone: a page has no place for an XML declaration. */
    private static String inline(String svg) {
        return svg.substring(Math.max(0, svg.indexOf("<svg")));
    }
}
