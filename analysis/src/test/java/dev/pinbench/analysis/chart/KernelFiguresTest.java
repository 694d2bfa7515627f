package dev.pinbench.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.kernelprofile.KernelWork;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.KernelClass;
import dev.pinbench.analysis.results.KernelProfile;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFiguresTest {
    private static final Map<String, Long> STACKS = Map.of(
            "iperf3;(user);do_syscall_64;tcp_sendmsg;_copy_from_iter",
            60L,
            "iperf3;(user)",
            30L,
            "<script>\u202eevil&\";do_idle;pv_native_safe_halt",
            10L);

    @TempDir
    Path folder;

    private static KernelWork work(List<TrialRecord> trials) {
        KernelProfile profile = new KernelProfile(
                List.of(
                        new KernelProfile.Row(0, KernelClass.DATA_COPY, "_copy_from_iter", 60),
                        new KernelProfile.Row(0, KernelClass.USER, "(user)", 30),
                        new KernelProfile.Row(1, KernelClass.IDLE, "pv_native_safe_halt", 10)),
                new TreeMap<>(STACKS));
        return new KernelWork(
                trials.stream()
                        .map(trial -> new KernelWork.TrialWork(trial, profile.samplesByClass()))
                        .toList(),
                List.of(new KernelWork.Function("_copy_from_iter", KernelClass.DATA_COPY, 60)),
                new KernelWork.SlowestTrial(trials.get(0), profile));
    }

    @Test
    void aRunWithProfilesHasBothFiguresAndTheyAreTheSameEachTime() throws Exception {
        SampleRun run =
                new SampleRun.Builder().vary(Factor.OFFLOAD, "on", "off").build();
        List<ChartFile> files = write(run, work(run.trials()));
        assertThat(files).extracting(ChartFile::id).containsExactly("kernel-classes", "flame-graph");
        assertThat(files.get(0).alt()).contains("data copy 60 %", "user 30 %", "idle 10 %");
        String svg = Files.readString(files.get(1).svg());
        write(run, work(run.trials()));
        assertThat(Files.readString(files.get(1).svg())).isEqualTo(svg);
        assertThat(svg)
                .contains("<title>_copy_from_iter: 60 samples, 60.0 %</title>", "&lt;script&gt;\\u202Eevil&amp;&quot;")
                .doesNotContain("<script", "\u202e", "href");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(files.get(1).svg().toFile())
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @Test
    void aRunWithoutProfilesHasNeither() throws IOException {
        SampleRun run = new SampleRun.Builder().build();
        assertThat(write(run, new KernelWork(List.of(), List.of(), null))).isEmpty();
    }

    @Test
    void aBoxStandsOnItsCallerAndIsAsWideAsItsSamples() {
        FlameGraph graph = new FlameGraph(STACKS, KernelSymbols.builtIn());
        FlameGraph.Box all = box(graph, "all");
        FlameGraph.Box call = box(graph, "do_syscall_64");
        FlameGraph.Box copy = box(graph, "_copy_from_iter");
        assertThat(all.samples()).isEqualTo(100);
        assertThat(copy.width()).isEqualTo(0.6 * all.width());
        assertThat(copy.x()).isEqualTo(call.x());
        assertThat(call.y() - copy.y()).isEqualTo(2.0 * FlameGraph.ROW);
        assertThat(graph.boxes()).allSatisfy(b -> assertThat(b.y()).isBetween((double) FlameGraph.TOP, all.y()));
    }

    @Test
    void whatIsNarrowerThanHalfAPixelIsLeftOut() {
        FlameGraph graph =
                new FlameGraph(Map.of("a;wide", 1_000_000L, "a;narrow;deep;deeper", 1L), KernelSymbols.builtIn());
        assertThat(graph.boxes()).extracting(FlameGraph.Box::name).containsExactly("all", "a", "wide");
    }

    private static FlameGraph.Box box(FlameGraph graph, String name) {
        return graph.boxes().stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<ChartFile> write(SampleRun run, KernelWork work) throws IOException {
        return Charts.writeKernelProfiles(folder, run.manifest(), run.trials(), run.analysis(), work);
    }
}
