package dev.pinbench.analysis.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathFiguresTest {
    private static final long SECONDS = 10;
    private static final TrialPath.Counts BACK = new TrialPath.Counts(66_000_000, 1_000_000, 0);

    @TempDir
    Path folder;

    private static TrialPath.Hop hop(String place, String name, String kind, boolean sends, TrialPath.Counts data) {
        return new TrialPath.Hop(
                place,
                name,
                kind,
                kind.equals("bridge") ? List.of("routes") : List.of(),
                sends ? BACK : data,
                sends ? data : BACK);
    }

    /** 1 Gbit/s, in packets of 40 kB with offloads on and of 1500 B with offloads off. */
    private static TrialPath path(TrialRecord trial) {
        boolean on = trial.levels().get(Factor.OFFLOAD).equals("on");
        String prefix = on ? "t1-" : "t2-";
        long bytes = SECONDS * 125_000_000L;
        TrialPath.Counts data = new TrialPath.Counts(bytes, bytes / (on ? 40_000 : 1500), 0);
        TrialPath.Counts lossy = new TrialPath.Counts(bytes, bytes / 1500, trial.block() % 2 == 0 ? 700 : 0);
        return new TrialPath(
                1,
                true,
                SECONDS * 1_000_000_000L,
                List.of(
                        hop(prefix + "pod-a", "eth0", "veth", true, data),
                        hop(prefix + "node-a", "veth-a", "veth", false, data),
                        hop(prefix + "node-a", "br0", "bridge", false, data),
                        hop(prefix + "node-a", "wire", "veth", true, on ? data : lossy),
                        hop(prefix + "node-b", "wire", "veth", false, data)));
    }

    private static Map<Integer, TrialPath> paths(SampleRun run) {
        Map<Integer, TrialPath> paths = new HashMap<>();
        run.trials().forEach(trial -> paths.put(trial.trial(), path(trial)));
        return paths;
    }

    private List<ChartFile> write(SampleRun run, Map<Integer, TrialPath> paths) throws IOException {
        return Charts.writePaths(folder, run.manifest(), run.trials(), run.analysis(), paths);
    }

    @Test
    void eachTopologyHasADrawingWithMediansAndDrops() throws Exception {
        SampleRun run = new SampleRun.Builder()
                .vary(Factor.DATAPATH, "bridge", "vxlan")
                .vary(Factor.PATH, "pod-to-native")
                .vary(Factor.NODES, "1", "2")
                .build();

        List<ChartFile> files = write(run, paths(run));

        assertThat(files)
                .extracting(ChartFile::id)
                .containsExactlyInAnyOrder(
                        "path-bridge-1-nodes", "path-bridge-2-nodes", "path-vxlan-1-nodes", "path-vxlan-2-nodes");
        assertThat(files.get(0).title()).isEqualTo("Hop by hop: bridge, 1 node");
        assertThat(files.get(0).alt())
                .contains("pod-to-native: pod-a: client/eth0 offload on, 16 trials 1.00 Gbit/s in 3.13 k packets/s")
                .contains("node-a/wire offload on, 16 trials 1.00 Gbit/s in 3.13 k packets/s,"
                        + " offload off, 16 trials 1.00 Gbit/s in 83.3 k packets/s, 5.60 k dropped in 8 of 16 trials")
                .contains("node-b: server/wire");
    }

    @Test
    void packetsOfDifferentMtuAreNotDrawnAsIfTheyWereAlike() throws Exception {
        SampleRun run = new SampleRun.Builder()
                .vary(Factor.DATAPATH, "bridge")
                .vary(Factor.NODES, "2")
                .vary(Factor.MTU, "1500", "9000")
                .build();

        assertThat(write(run, paths(run)))
                .extracting(ChartFile::id, ChartFile::title)
                .containsExactlyInAnyOrder(
                        tuple("path-bridge-2-nodes-mtu-1500", "Hop by hop: bridge, 2 nodes, MTU 1500"),
                        tuple("path-bridge-2-nodes-mtu-9000", "Hop by hop: bridge, 2 nodes, MTU 9000"));
    }

    @Test
    void whatWasNotRecordedIsNotDrawnAndWhatWasNotCountedHasNoNumbers() throws Exception {
        SampleRun run =
                new SampleRun.Builder().blocks(1).vary(Factor.OFFLOAD, "on").build();
        assertThat(write(run, Map.of())).isEmpty();

        Map<Integer, TrialPath> uncounted = new HashMap<>();
        paths(run)
                .forEach((trial, path) -> uncounted.put(
                        trial,
                        TrialPath.uncounted(
                                false,
                                path.hops().stream()
                                        .map(hop -> hop.counting(null, null))
                                        .toList())));
        assertThat(write(run, uncounted))
                .singleElement()
                .satisfies(file -> assertThat(file.alt())
                        .contains("pod-a: client/eth0;", "not looked at: pinbench inspect tells")
                        .doesNotContain("packets/s"));
    }

    @Test
    void hostileNamesAreShownHarmlessAndTheBytesAreTheSameInEveryLocale() throws Exception {
        SampleRun run = new SampleRun.Builder()
                .blocks(2)
                .vary(Factor.DATAPATH, "<script>alert(1)</script>")
                .vary(Factor.OFFLOAD, "on", "\u202eno", "\"><img href=x>", "a", "b")
                .build();
        Map<Integer, TrialPath> hostile = new HashMap<>();
        paths(run).forEach((trial, path) -> {
            List<TrialPath.Hop> hops = new ArrayList<>(path.hops());
            hops.add(
                    1,
                    new TrialPath.Hop(
                            "</desc><script>",
                            "e\u001b[2J\u202eth\"'&<0".repeat(9),
                            "<b>",
                            List.of("<script>x</script> ".repeat(40), "\u0000"),
                            BACK,
                            BACK));
            hostile.put(trial, new TrialPath(1, true, path.countedNanos(), hops));
        });
        Locale before = Locale.getDefault();
        String first = svg(run, hostile);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(svg(run, hostile)).isEqualTo(first);
        } finally {
            Locale.setDefault(before);
        }
        assertThat(first).doesNotContain("<script", "\u202e", "\u001b", "<img", "<b>");
    }

    private String svg(SampleRun run, Map<Integer, TrialPath> paths) throws Exception {
        ChartFile file = write(run, paths).get(0);
        assertThat(file.id()).matches("[a-z0-9-]+");
        assertThat(file.caption()).contains("Only 4 of 5 offload settings are drawn");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(file.svg().toFile())
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
        return Files.readString(file.svg());
    }
}
