package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The busiest tasks that nobody named: who is found, who is not, and that looking for them delays no frame. */
final class CoRunnerTest {

    private static SamplerConfig config(DoctoredProc proc, Integer... cpus) {
        SamplerConfig plain = proc.config();
        return new SamplerConfig(
                100, OptionalInt.empty(), proc.root(), plain.namespaces(), plain.ksoftirqd(), Set.of(cpus), 100);
    }

    /** Walks until {@code passes} have ended; the pace allows one each second. */
    private static void walk(FrameReader reader, int passes) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (reader.coRunnerPasses().size() < passes) {
            assertThat(System.nanoTime()).as("walks end in time").isLessThan(end);
            reader.betweenFrames(System.nanoTime() + Duration.ofSeconds(1).toNanos(), 0);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String times(long runMillis) {
        return runMillis * 1_000_000 + " 500 9";
    }

    @Test
    void theBusiestTasksOfEachMeasuredCpuHaveRowsAndOthersDoNot(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        for (int i = 0; i < 6; i++) {
            proc.process(300 + i, "busy) " + i, 70, 1, times(10));
            proc.process(400 + i, "elsewhere", 70, 0, times(10));
            proc.process(500 + i, "idle", 70, 1, times(10));
        }
        try (FrameReader reader = FrameReader.open(config(proc, 1))) {
            reader.take();
            for (int i = 0; i < 6; i++) {
                proc.process(300 + i, "busy) " + i, 70, 1, times(i < 2 ? 30 : 1_000));
                proc.process(400 + i, "elsewhere", 70, 0, times(900));
            }
            walk(reader, 2);
            reader.take(); // their baseline
            for (int i = 0; i < 6; i++) {
                proc.process(300 + i, "busy) " + i, 70, 1, times(i < 2 ? 40 : 1_010));
            }
            reader.take();

            assertThat(reader.result(0).task())
                    .extracting(TaskRow::role, TaskRow::tid, TaskRow::comm, TaskRow::cpu, TaskRow::runNanos)
                    .containsExactlyInAnyOrder(
                            tuple(TaskRole.CO_RUNNER, 302, "busy) 2", 1, 10_000_000L),
                            tuple(TaskRole.CO_RUNNER, 303, "busy) 3", 1, 10_000_000L),
                            tuple(TaskRole.CO_RUNNER, 304, "busy) 4", 1, 10_000_000L),
                            tuple(TaskRole.CO_RUNNER, 305, "busy) 5", 1, 10_000_000L));
            assertThat(reader.coRunnerPasses().get(1).tasks()).isGreaterThanOrEqualTo(18);
        }
    }

    @Test
    void aTaskThatIsNamedLaterIsACoRunnerNoMore(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        proc.process(300, "iperf3", 70, 1, times(10));
        try (FrameReader reader = FrameReader.open(config(proc, 1))) {
            reader.take();
            proc.process(300, "iperf3", 70, 1, times(500));
            walk(reader, 2);
            reader.take();
            reader.watch(TaskRole.CLIENT, 300);
            reader.take();
            proc.process(300, "iperf3", 70, 1, times(700));
            reader.take();

            assertThat(reader.result(0).task())
                    .extracting(row -> row.time().frame(), TaskRow::role, TaskRow::runNanos)
                    .containsExactly(tuple(3, TaskRole.CLIENT, 200_000_000L));
        }
    }

    @Test
    void aThreadOfABusyProcessIsFoundByItself(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        proc.process(300, "server", 70, 0, times(10));
        threads(proc, 8, times(10));
        try (FrameReader reader = FrameReader.open(config(proc, 1))) {
            reader.take();
            threads(proc, 9, times(800));
            walk(reader, 2);
            reader.take();
            proc.task(300, 301, "worker", 2, 70, 1, times(805));
            reader.take();

            assertThat(reader.result(0).task())
                    .extracting(TaskRow::tid, TaskRow::comm, TaskRow::runNanos)
                    .containsExactly(tuple(301, "worker", 5_000_000L));
        }
    }

    /** A process whose second thread has run. */
    private static void threads(DoctoredProc proc, int ticks, String worker) throws IOException {
        proc.task(300, 300, "server", 2, 70, 0, times(10));
        proc.task(300, 301, "worker", 2, 70, 1, worker);
        Path own = proc.root().resolve("300/task/300/stat");
        proc.write("300/stat", Files.readString(own).replace(" 7 8 0 0 20 ", " " + ticks + " 8 0 0 20 "));
    }

    @Test
    void aWalkOverFiveThousandTasksIsCutIntoSlices(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        for (int i = 0; i < 5_000; i++) {
            proc.process(1_000 + i, "one of many", 70, 1, times(10));
        }
        try (FrameReader reader = FrameReader.open(config(proc, 1))) {
            reader.take();
            int slices = 40;
            for (int slice = 0; slice < slices; slice++) {
                long deadline = System.nanoTime() + 10_000_000;
                reader.betweenFrames(deadline, 0);
                reader.betweenFrames(System.nanoTime(), 0); // nothing may be begun at a deadline
                LockSupport.parkNanos(deadline - System.nanoTime());
                reader.take();
            }

            assertThat(reader.frames()).isEqualTo(slices + 1);
            assertThat(reader.coRunnerPasses())
                    .as("two passes over 5,000 tasks take more")
                    .hasSizeLessThan(2);
        }
    }

    @Test
    void whatOneTrialHasFoundIsWatchedFromTheFirstFrameOfTheNext(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        proc.process(300, "busy", 70, 1, times(10));
        proc.process(301, "elsewhere", 70, 0, times(10));
        proc.process(302, "named now", 70, 1, times(10));
        try (CoRunnerSearch search = new CoRunnerSearch(root)) {
            try (FrameReader first = FrameReader.open(config(proc, 1), search)) {
                first.take();
                assertThat(first.coRunnerPasses()).as("the baseline").hasSize(1);
            }
            for (int pid = 300; pid < 303; pid++) {
                proc.process(pid, "", 70, pid == 301 ? 0 : 1, times(500));
            }
            try (FrameReader second = FrameReader.open(config(proc, 1), search)) {
                second.watch(TaskRole.COMPETITOR, 302);
                second.take();
                for (int pid = 300; pid < 303; pid++) {
                    proc.process(pid, "", 70, pid == 301 ? 0 : 1, times(540));
                }
                second.take();

                assertThat(second.coRunnerPasses())
                        .singleElement()
                        .satisfies(pass -> assertThat(pass.firstFrame()).isEqualTo(-1));
                assertThat(second.result(0).task())
                        .extracting(row -> row.time().frame(), TaskRow::role, TaskRow::tid, TaskRow::runNanos)
                        .containsExactlyInAnyOrder(
                                tuple(1, TaskRole.CO_RUNNER, 300, 40_000_000L),
                                tuple(1, TaskRole.COMPETITOR, 302, 40_000_000L));
            }
            try (FrameReader third = FrameReader.open(config(proc, 0), search)) {
                third.take();
                proc.process(301, "", 70, 0, times(600));
                third.take();

                assertThat(third.result(0).task())
                        .as("other CPUs, other co-runners")
                        .extracting(TaskRow::tid)
                        .doesNotContain(300, 302);
            }
        }
    }

    @Test
    void aPassGoesOnInTheNextTrial(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        for (int i = 0; i < 50; i++) {
            proc.process(1_000 + i, "one of many", 70, 1, times(10));
        }
        try (CoRunnerSearch search = new CoRunnerSearch(root)) {
            for (int step = 0; step < 30; step++) {
                assertThat(search.step()).isFalse();
            }
            int before = search.visited();
            long nanosBefore = search.passNanos();
            assertThat(before).isBetween(1, 29);
            try (FrameReader next = FrameReader.open(config(proc, 1), search)) {
                assertThat(next.coRunnerPasses()).singleElement().satisfies(pass -> {
                    assertThat(pass.tasks()).as("50, and perhaps the harness").isBetween(50, 51);
                    assertThat(pass.walkNanos()).isGreaterThan(nanosBefore);
                    assertThat(pass.firstFrame()).isEqualTo(-1);
                });
            }
        }
    }

    @Test
    void aStepTakesLittleMemory(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        for (int i = 0; i < 500; i++) {
            proc.process(1_000 + i, "one of many", 70, 1, times(10));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        try (CoRunnerSearch search = new CoRunnerSearch(root)) {
            for (int pass = 0; pass < 10; pass++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                while (!search.step()) {
                    assertThat(search.visited()).isLessThan(510);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
        }

        assertThat(least / 501).as("bytes for each task").isLessThan(1_500);
    }

    @Test
    void walkingTakesAQuarterOfAHundredthOfTheTimeAndEndsBeforeTheDeadline() {
        WalkPace pace = new WalkPace(0);
        long now = 0;
        long spent = 0;
        for (int frame = 1; frame <= 1_000; frame++) {
            now = frame * 100_000_000L;
            long until = pace.until(now, now + 100_000_000);
            for (long at = now; at < until; at += 30_000) {
                pace.stepped(30_000);
                spent += 30_000;
            }
            assertThat(spent).isLessThanOrEqualTo(now / 400 + 30_000);
            assertThat(until).isLessThanOrEqualTo(now + 2_000_000);
        }
        assertThat(spent).isGreaterThan(now / 480);
    }

    @Test
    void aLongStepKeepsLaterOnesFurtherAwayFromTheDeadline() {
        WalkPace pace = new WalkPace(0);
        pace.stepped(3_000_000);
        long now = 10_000_000_000L;

        assertThat(pace.until(now, now + 12_000_000)).isLessThanOrEqualTo(now);
        assertThat(pace.until(now, now + 20_000_000)).isGreaterThan(now);
    }

    @Test
    void oneLongStepDoesNotEndTheWalk() {
        WalkPace pace = new WalkPace(0);
        pace.stepped(50_000_000);
        long now = 100_000_000_000L;
        int refused = 0;
        while (pace.until(now, now + 100_000_000) <= now && refused < 1000) {
            now += 100_000_000;
            refused++;
        }

        assertThat(refused).isBetween(1, 20);
    }

    @Test
    void thereIsAtMostOnePassASecond() {
        WalkPace pace = new WalkPace(0);
        pace.passed(5_000_000_000L);

        assertThat(pace.until(5_900_000_000L, 9_000_000_000L)).isEqualTo(5_900_000_000L);
        assertThat(pace.until(6_000_000_000L, 9_000_000_000L)).isGreaterThan(6_000_000_000L);
    }

    @Test
    void withoutMeasuredCpusNobodyIsLookedFor(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        try (FrameReader reader = FrameReader.open(proc.config())) {
            reader.take();
            reader.betweenFrames(System.nanoTime() + 1_000_000_000, 0);

            assertThat(reader.coRunnerPasses()).isEmpty();
        }
    }

    @Test
    void passesMakeATableOfNumbers() {
        byte[] table =
                CoRunnerPass.table(List.of(new CoRunnerPass(-1, -1, 81, 1_200_000), new CoRunnerPass(0, 12, 90, 7)));

        assertThat(new String(table, StandardCharsets.US_ASCII))
                .isEqualTo("pass,first_frame,last_frame,tasks,walk_nanos\n1,-1,-1,81,1200000\n2,0,12,90,7\n");
    }
}
