package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What benchmarks measure is what a trial reads. */
final class BenchmarkSceneTest {

    @Test
    void framesHoldARowOfEachCoRunnerAndTheBareReadReadsItsFiles() throws IOException {
        try (BenchmarkScene scene = BenchmarkScene.open()) {
            List<Long> pids = scene.coRunnerPids();
            assertThat(pids).hasSizeBetween(CoRunnerSource.EACH_CPU, 2 * CoRunnerSource.EACH_CPU);
            scene.reader().startOver();
            int frames = 100;
            for (int frame = 0; frame < frames; frame++) {
                scene.letCoRunnersRun();
                scene.reader().take();
            }

            List<TaskRow> rows = scene.reader().result(0).task().stream()
                    .filter(row -> row.role() == TaskRole.CO_RUNNER)
                    .toList();
            assertThat(rows.stream().map(TaskRow::comm).distinct()).containsExactly("cat");
            assertThat(rows.stream().map(TaskRow::cpu).collect(Collectors.toSet()))
                    .hasSize(pids.size() / CoRunnerSource.EACH_CPU);
            // one that has not yet gone to sleep again has its time in the next frame
            assertThat(rows.size()).isBetween(pids.size() * frames * 3 / 4, pids.size() * frames);

            Set<String> read = new HashSet<>();
            scene.filesOfAFrame(11).forEach(file -> read.add(file.name()));
            assertThat(read)
                    .containsAll(pids.stream()
                            .map(pid -> "/proc/" + pid + "/task/" + pid + "/schedstat")
                            .toList())
                    .contains("/proc/stat", "/proc/softirqs", "/proc/net/softnet_stat", "/proc/interrupts");
            assertThat(pids.stream().filter(pid -> read.contains("/proc/" + pid + "/task/" + pid + "/stat")))
                    .hasSizeGreaterThanOrEqualTo(pids.size() * 3 / 4);
        }
    }
}
