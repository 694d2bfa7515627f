package dev.pinbench.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.chart.Charts;
import dev.pinbench.analysis.chart.TimelineTrial;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.sample.SampleFrames;
import dev.pinbench.analysis.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

    private static final String HOSTILE = "</style><script>alert('x')</script>\"&\u202egnp\u001b[31m\nend";
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*?)(/?)>");
    private static final Set<String> VOID = Set.of("meta", "br", "hr", "img", "link", "input");

    @TempDir
    Path folder;

    @Test
    void holdsEverySectionInTheOrderOfReading() throws IOException {
        String html =
                write(new SampleRun.Builder().error("iperf3: error - timed out").build());

        assertThat(html).startsWith("<!DOCTYPE html>");
        int from = 0;
        for (String part : List.of(
                "<h1>core-mss</h1>",
                "Which core pairs collapse",
                "<h2>Findings</h2>",
                "moves 38 % less",
                "<h2>Key facts</h2>",
                "Example CPU",
                "96 planned, 95 done, 1 failed, 1 invalid",
                "<h2>Figures</h2>",
                "figure-throughput-by-path",
                "figure-core-time-budget",
                "<h2>Combinations</h2>",
                " % ± 1.2<",
                "<h2>Effects</h2>",
                "0.59–0.65",
                "Observational",
                "-0.90 to -0.66",
                "<h2>Failed and invalid trials</h2>",
                "iperf3: error - timed out",
                "<h2>How it was measured</h2>",
                "here at 250 Hz (sampling error up to 1.2 % of a core)",
                "own share of each measured core",
                ">1.20 %<",
                ">3.45 %<",
                "<h2>Versions</h2>",
                "pinbench run core-mss.yaml --seed 42")) {
            int at = html.indexOf(part, from);
            assertThat(at).as(part).isNotNegative();
            from = at;
        }
        assertWellFormed(html);
    }

    @Test
    void headsIntervalsWithTheLevelThatTheyHave() throws IOException {
        assertThat(combinations(write(new SampleRun.Builder().blocks(6).build())))
                .contains("95 % interval");
        assertThat(combinations(write(new SampleRun.Builder().blocks(4).build())))
                .contains("88 % interval")
                .doesNotContain("95 %");
        // two trials of four are lost, so that two combinations have three blocks
        assertThat(combinations(
                        write(new SampleRun.Builder().blocks(4).error("refused").build())))
                .contains(">interval<", " (75 %)", " (88 %)");
    }

    private static String combinations(String html) {
        int from = html.indexOf("<h2>Combinations</h2>");
        return html.substring(from, html.indexOf("<h2>Effects</h2>", from));
    }

    @Test
    void claimsNoMoreThanTheSourcesGive() throws IOException {
        assertThat(write(new SampleRun.Builder().build()))
                .contains("by perf's task clock, from switch to switch", "includes softirq that ran in its context")
                .doesNotContain("brought up to date at ticks and switches")
                .contains("not corrected for how many effects were looked at")
                .doesNotContain("are exact");
    }

    @Test
    void showsAFlagThatTrialsShareOnceWithACount() throws IOException {
        String html = combinations(
                write(new SampleRun.Builder().vary(Factor.PATH, "pod-to-pod").build()));

        // each of the four core pairs with offloads on has four such trials, whose numbers of bytes differ
        assertThat(html.split("super-packets", -1)).hasSize(1 + 4);
        assertThat(html.split(" \\(4 trials\\)", -1)).hasSize(1 + 4);
    }

    @Test
    void needsNothingFromElsewhere() throws IOException {
        String html = write(new SampleRun.Builder().build());

        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http://", "https://", "//cdn");
        assertThat(html).doesNotContain("<script", "<link", "<iframe", "@import", "url(http", " src=");
        assertThat(html).contains("name=\"viewport\"", "prefers-color-scheme: dark");
    }

    @Test
    void givesEveryIdOnce() throws IOException {
        String html =
                write(new SampleRun.Builder().vary(Factor.MSS, "536", "1448").build());

        Matcher id = Pattern.compile(" id=\"([^\"]+)\"").matcher(html);
        Set<String> seen = new HashSet<>();
        while (id.find()) {
            assertThat(seen.add(id.group(1))).as("id " + id.group(1)).isTrue();
        }
        Matcher use = Pattern.compile("url\\(#([^)]+)\\)").matcher(html);
        while (use.find()) {
            assertThat(seen).contains(use.group(1));
        }
    }

    @Test
    void showsHostileTextAsText() throws IOException {
        String html = write(new SampleRun.Builder()
                .name(HOSTILE)
                .comm(HOSTILE)
                .error(HOSTILE)
                .vary(Factor.PATH, HOSTILE, "pod-to-pod")
                .build());

        assertThat(html)
                .doesNotContain("<script", "\u202e", "\u001b")
                .contains("&lt;script&gt;", "\\u202E", "\\u001B[31m");
        assertThat(html).contains("pinbench run style-script-alert-x-script-gnp-31m-end.yaml --seed 42");
        assertWellFormed(html);
    }

    @Test
    void saysSoWhereThereIsNothing() throws IOException {
        String html = write(new SampleRun.Builder().blocks(0).build());

        assertThat(html)
                .contains("No trial is usable", "The numbers support no finding.", "There is no data to draw.")
                .contains("Softirq shares could not be had.", "is not known");
        assertWellFormed(html);
    }

    @Test
    void staysLightForSixtyFourCores() throws IOException {
        SampleRun run = new SampleRun.Builder().cores(64).blocks(2).error("no").build();

        String html = write(run);

        assertThat(Files.size(folder.resolve("report.html"))).isLessThan(5_000_000);
        assertThat(html).contains("The 400 slowest of 24576 combinations");
    }

    @Test
    void isTheSameUnderEveryLocale() throws IOException {
        SampleRun run = new SampleRun.Builder().build();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            String first = write(run);
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(write(run)).isEqualTo(first);
            Locale.setDefault(Locale.GERMANY);
            assertThat(write(run)).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    private String write(SampleRun run) throws IOException {
        List<TrialRecord> trials = run.trials();
        TimelineTrial timeline =
                trials.isEmpty() ? null : new TimelineTrial(trials.get(0), SampleFrames.of("b", "eth0"), "b", "eth0");
        var charts = Charts.write(folder.resolve("charts"), run.manifest(), trials, run.analysis(), timeline);
        return Files.readString(Report.write(folder, run.manifest(), trials, run.analysis(), charts));
    }

    private static void assertWellFormed(String html) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(html.replaceAll("(?s)<style>.*?</style>", "").replaceFirst("<!DOCTYPE html>", ""));
        while (tag.find()) {
            String name = tag.group(2);
            if (!tag.group(1).isEmpty()) {
                assertThat(open.poll())
                        .as("closes </" + name + "> at " + tag.start())
                        .isEqualTo(name);
            } else if (tag.group(4).isEmpty() && !VOID.contains(name)) {
                open.push(name);
            }
        }
        assertThat(open).isEmpty();
    }
}
