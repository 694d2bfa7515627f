package dev.pinbench.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.sample.SampleFrames;
import dev.pinbench.analysis.sample.SampleRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChartsTest {

    private static final String HOSTILE = "<script>alert(\"x\")</script>' \u202egnp";

    @TempDir
    Path folder;

    @Test
    void drawsEveryFigureThatTheRunHasDataFor() throws IOException {
        List<ChartFile> files = write(new SampleRun.Builder()
                .vary(Factor.MSS, "536", "1448")
                .error("iperf3: error - unable to connect")
                .build());

        assertThat(files)
                .extracting(ChartFile::id)
                .containsExactly(
                        "throughput-by-path",
                        "throughput-softirq",
                        "throughput-by-mss",
                        "core-time-budget",
                        "timeline",
                        "core-matrix-native-to-native-on",
                        "core-matrix-native-to-native-off",
                        "core-matrix-pod-to-native-on",
                        "core-matrix-pod-to-native-off",
                        "core-matrix-pod-to-pod-on",
                        "core-matrix-pod-to-pod-off");
        for (ChartFile file : files) {
            assertThat(file.alt()).isNotBlank();
            assertThat(file.caption()).isNotBlank();
            BufferedImage image = ImageIO.read(file.png().toFile());
            assertThat(image.getWidth()).isGreaterThanOrEqualTo(2 * Figure.WIDTH);
        }
        assertThat(folder.toFile().list()).allMatch(name -> name.matches("[a-z0-9-]+\\.(svg|png)"));
    }

    @Test
    void leavesOutFiguresWithoutData() throws IOException {
        SampleRun empty = new SampleRun.Builder().blocks(0).build();

        assertThat(Charts.write(folder, empty.manifest(), empty.trials(), empty.analysis(), null))
                .isEmpty();
    }

    @Test
    void drawsOneTrialWithoutIntervalsAndWithoutMatrix() throws IOException {
        SampleRun one = new SampleRun.Builder()
                .blocks(1)
                .vary(Factor.PATH, "pod-to-pod")
                .vary(Factor.OFFLOAD, "on")
                .cores(1)
                .build();

        assertThat(Charts.write(folder, one.manifest(), one.trials(), one.analysis(), null))
                .extracting(ChartFile::id)
                .containsExactly("throughput-by-path", "throughput-softirq", "core-time-budget");
    }

    @Test
    void leavesOutTheTimelineOfAnInterfaceThatWasNotSampled() throws IOException {
        SampleRun run = new SampleRun.Builder().blocks(1).build();
        TimelineTrial elsewhere = new TimelineTrial(run.trials().get(0), SampleFrames.of("b", "eth0"), "b", "eth1");

        assertThat(Charts.write(folder, run.manifest(), run.trials(), run.analysis(), elsewhere))
                .extracting(ChartFile::id)
                .contains("core-time-budget")
                .doesNotContain("timeline");
    }

    @Test
    void saysNothingOfCoresThatWereNotSampled() throws IOException {
        SampleRun run = new SampleRun.Builder().cores(4).blocks(1).build();

        assertThat(write(run))
                .filteredOn(f -> f.id().equals("timeline"))
                .singleElement()
                .satisfies(f -> assertThat(f.alt())
                        .startsWith("Received rate over 12.4 seconds")
                        .doesNotContain("percent"));
    }

    @Test
    void writesTheSameBytesUnderEveryLocale() throws IOException {
        SampleRun run = new SampleRun.Builder().vary(Factor.MSS, "536", "1448").build();
        Locale before = Locale.getDefault();
        try {
            Map<String, String> first = svgs(run, Locale.ENGLISH);
            assertThat(svgs(run, Locale.GERMANY)).isEqualTo(first);
            assertThat(svgs(run, Locale.forLanguageTag("ar-EG"))).isEqualTo(first);
            assertThat(svgs(run, Locale.ENGLISH)).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void keepsHostileTextOutOfIdsAndMarkup() throws Exception {
        SampleRun run = new SampleRun.Builder()
                .vary(Factor.PATH, HOSTILE, "../../etc/passwd", "ποδ", "\u0000")
                .vary(Factor.OFFLOAD, "on", "tso=off,gro=on")
                .build();

        for (ChartFile file : write(run)) {
            String svg = Files.readString(file.svg());
            assertThat(file.id()).matches("[a-z0-9-]+");
            assertThat(svg).doesNotContain("<script", "\u202e", "<image", "href", "javascript");
            assertThat(svg.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
            var parsed = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.svg().toFile());
            assertThat(parsed.getDocumentElement().getTagName()).isEqualTo("svg");
        }
    }

    @Test
    void drawsSixtyFourCoresInReasonableTimeAndSize() throws IOException {
        SampleRun run = new SampleRun.Builder().cores(64).blocks(2).build();

        Assertions.assertThat(timed(run)).isLessThan(Duration.ofSeconds(20));
        for (Path file : list(folder)) {
            assertThat(Files.size(file)).as(file.toString()).isLessThan(1_500_000);
        }
    }

    private Duration timed(SampleRun run) throws IOException {
        long start = System.nanoTime();
        write(run);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private List<ChartFile> write(SampleRun run) throws IOException {
        TimelineTrial timeline =
                new TimelineTrial(run.trials().get(run.trials().size() - 1), SampleFrames.of("b", "eth0"), "b", "eth0");
        return Charts.write(folder, run.manifest(), run.trials(), run.analysis(), timeline);
    }

    private Map<String, String> svgs(SampleRun run, Locale locale) throws IOException {
        Locale.setDefault(locale);
        Map<String, String> texts = new TreeMap<>();
        for (ChartFile file : write(run)) {
            texts.put(file.id(), Files.readString(file.svg()));
        }
        return texts;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
