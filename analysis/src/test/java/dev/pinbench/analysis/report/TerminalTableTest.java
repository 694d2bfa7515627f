package dev.pinbench.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.sample.SampleRun;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class TerminalTableTest {

    private static final String HOSTILE = "a\u001b[2J\nb\u202e";

    @Test
    void showsOnlyTheFactorsThatVary() {
        List<String> lines =
                render(new SampleRun.Builder().vary(Factor.PATH, "pod-to-pod").build(), 80);

        assertThat(lines.get(0).trim().split(" +"))
                .containsExactly(
                        "client", "server", "offload", "Gbit/s", "interval", "CV", "softirq", "ksoftirqd", "n");
        assertThat(lines.get(1)).matches(" +0 +0 +on +[\\d.]{4} +[\\d.]{4}–[\\d.]{4} +3\\.1 % +\\d+ % +\\d+ % +4/4");
    }

    @Test
    void fitsTheTerminal() {
        SampleRun run = new SampleRun.Builder().error(HOSTILE).build();
        for (int width : new int[] {24, 40, 60, 80, 120}) {
            assertThat(render(run, width)).as("at " + width).allMatch(line -> line.length() <= width);
        }
        assertThat(render(run, 40))
                .startsWith("path native-to-native, client 0, server", "  0, offload on, Gbit/s 10.1, n 4/4");
        assertThat(render(run, 66).get(0)).contains("path", "softirq").doesNotContain("CV", "interval");
        assertThat(render(run, 80).get(0)).contains("path", "interval", "softirq");
    }

    @Test
    void headsIntervalsWith95PercentOnlyWhereTheyAreThat() {
        assertThat(render(new SampleRun.Builder().blocks(6).build(), 120).get(0))
                .contains("95 %")
                .doesNotContain("interval");
        assertThat(render(new SampleRun.Builder().blocks(4).build(), 120).get(0))
                .contains("interval")
                .doesNotContain("95 %");
    }

    @Test
    void wrapsFindingsUnderTheTable() {
        List<String> lines = render(new SampleRun.Builder().build(), 50);

        assertThat(lines)
                .contains(
                        "Finding: With offloads off, pod-to-native moves 38",
                        "  % less than native-to-native (95 % interval");
        assertThat(lines.get(lines.size() - 2)).startsWith("Caution: 4 blocks");
    }

    @Test
    void showsTheSlowestOfManyAndCountsTheRest() {
        SampleRun run = new SampleRun.Builder().cores(8).build();

        List<String> lines = render(run, 200);

        assertThat(lines)
                .anyMatch(l -> l.startsWith("The 40 slowest of 384 combinations") && l.contains("the other 344"));
        assertThat(lines.get(1)).contains("pod-to-pod", "off");
    }

    @Test
    void marksWhatIsNotKnown() {
        SampleRun run = new SampleRun.Builder()
                .blocks(1)
                .vary(Factor.PATH, "pod-to-pod")
                .error("refused")
                .build();

        assertThat(render(run, 100).get(2)).matches(" +0 +0 +off +– +– +– +– +– +0/1");
    }

    @Test
    void obeysNoControlCharacters() {
        String text = String.join(
                "\n",
                render(new SampleRun.Builder().vary(Factor.PATH, HOSTILE, "b").build(), 100));

        assertThat(text).doesNotContain("\u001b", "\u202e").contains("a\\u001B[2J b\\u202E");
    }

    @Test
    void isTheSameUnderEveryLocale() {
        SampleRun run = new SampleRun.Builder().build();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ENGLISH);
            List<String> first = render(run, 80);
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(render(run, 80)).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void isEmptyForAnEmptyRunWithoutFindings() {
        SampleRun run = new SampleRun.Builder().vary(Factor.PATH).build();

        assertThat(TerminalTable.render(run.manifest(), run.analysis(), 80)).isEmpty();
    }

    private static List<String> render(SampleRun run, int width) {
        return TerminalTable.render(run.manifest(), run.analysis(), width)
                .lines()
                .toList();
    }
}
