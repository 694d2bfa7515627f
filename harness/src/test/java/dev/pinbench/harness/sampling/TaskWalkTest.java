package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskWalkTest {
    private static final String FEW = "1000000 0 1";
    private static final String MANY = "900000000 0 1";

    @Test
    void tasksAreListedAgainOnlyWhenANumberWasGiven(@TempDir Path root) throws IOException {
        DoctoredProc proc = withoutProcesses(root);
        proc.process(300, "first", 70, 1, FEW);
        try (TaskWalk walk = new TaskWalk(root)) {
            loadavg(proc, 300);
            assertThat(visits(walk)).isEqualTo(1);
            proc.process(299, "born while listed", 70, 1, FEW);
            assertThat(visits(walk))
                    .as("its number was given, but it was not there yet")
                    .isEqualTo(2);
            proc.process(301, "second", 70, 1, FEW);
            assertThat(visits(walk)).as("nobody has said that there is another").isEqualTo(2);
            loadavg(proc, 301);
            assertThat(visits(walk)).isEqualTo(3);
            proc.process(302, "third", 70, 1, FEW);
            proc.write("loadavg", "0.00 0.00 0.00 1/2\n");
            assertThat(visits(walk)).as("a kernel that does not tell").isEqualTo(4);
        }
    }

    @Test
    void aTaskIsFoundWithoutListing(@TempDir Path root) throws IOException {
        DoctoredProc proc = withoutProcesses(root);
        proc.process(300, "busy", 70, 1, FEW);
        loadavg(proc, 300);
        try (TaskWalk walk = new TaskWalk(root)) {
            visits(walk);
            proc.process(300, "busy", 70, 1, MANY);
            visits(walk);

            assertThat(walk.busy()).extracting(BusyTask::tid).containsExactly(300);
        }
    }

    @Test
    void numbersOfAnotherNamespaceSayNothing(@TempDir Path root) throws IOException {
        DoctoredProc proc = withoutProcesses(root);
        Files.delete(root.resolve("self"));
        Files.createSymbolicLink(root.resolve("self"), Path.of("7"));
        proc.process(300, "first", 70, 1, FEW);
        loadavg(proc, 300);
        try (TaskWalk walk = new TaskWalk(root)) {
            visits(walk);
            assertThat(visits(walk)).isEqualTo(1);
            proc.process(301, "second", 70, 1, FEW);
            assertThat(visits(walk)).isEqualTo(2);
        }
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherTask(@TempDir Path root) throws IOException {
        DoctoredProc proc = withoutProcesses(root);
        proc.process(300, "first", 70, 1, FEW);
        proc.process(301, "second", 70, 1, FEW);
        loadavg(proc, 301);
        try (TaskWalk walk = new TaskWalk(root)) {
            visits(walk);
            assertThat(visits(walk)).isEqualTo(2);
            // as a file of a task that has ended: there is nothing to be read from it
            proc.write("301/schedstat", "");
            assertThat(visits(walk)).isEqualTo(2);
            proc.process(301, "another", 70, 1, FEW);
            visits(walk);
            proc.process(301, "another", 70, 1, MANY);
            visits(walk);

            assertThat(walk.busy()).extracting(BusyTask::tid).containsExactly(301);
        }
    }

    @Test
    void whoIsNoLongerLeftOutIsListedAgain(@TempDir Path root) throws IOException {
        DoctoredProc proc = withoutProcesses(root);
        proc.process(300, "named", 70, 1, FEW);
        loadavg(proc, 300);
        try (TaskWalk walk = new TaskWalk(root)) {
            walk.exclude(pid -> pid == 300);
            assertThat(visits(walk)).isZero();
            walk.exclude(pid -> false);
            assertThat(visits(walk)).isEqualTo(1);
        }
    }

    @Test
    void aThreadThatStartsLateIsFound(@TempDir Path root) throws IOException {
        DoctoredProc proc = withoutProcesses(root);
        threads(proc, 8, 301, FEW);
        loadavg(proc, 301);
        try (TaskWalk walk = new TaskWalk(root)) {
            visits(walk);
            threads(proc, 9, 301, FEW);
            visits(walk);
            threads(proc, 9, 302, FEW);
            loadavg(proc, 302);
            visits(walk); // the process has not moved on, so nobody looks at its threads
            threads(proc, 10, 302, FEW);
            visits(walk); // no number was given since that pass, but one since the threads were listed
            threads(proc, 11, 302, MANY);
            visits(walk);

            assertThat(walk.busy()).extracting(BusyTask::tid).contains(302);
        }
    }

    /** A process of several threads. */
    private static void threads(DoctoredProc proc, int ticks, int newest, String schedstat) throws IOException {
        proc.process(300, "server", 70, 0, FEW);
        for (int tid = 300; tid <= newest; tid++) {
            proc.task(300, tid, "thread", 2, 70, 1, tid == newest ? schedstat : FEW);
        }
        Path own = proc.root().resolve("300/task/300/stat");
        proc.write("300/stat", Files.readString(own).replace(" 7 8 0 0 20 ", " " + ticks + " 8 0 0 20 "));
    }

    @Test
    void soManyFilesAndNoMoreStayOpen(@TempDir Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        for (int pid = 1_000; pid < 1_600; pid++) {
            proc.process(pid, "one of many", 70, 1, FEW);
        }
        assertThat(openBelow(root)).isZero();
        try (TaskWalk walk = new TaskWalk(root)) {
            visits(walk);
            assertThat(openBelow(root)).isBetween(200L, 256L);
            visits(walk);
            assertThat(openBelow(root)).isBetween(200L, 256L);
            for (int pid = 1_000; pid < 1_600; pid++) {
                remove(root.resolve(Integer.toString(pid)));
            }
            visits(walk);
            assertThat(openBelow(root)).isZero();
        }
        assertThat(openBelow(root)).isZero();
    }

    @Test
    void aProcessThatEndsIsForgottenAndItsFileClosed() throws IOException, InterruptedException {
        try (TaskWalk walk = new TaskWalk(Path.of("/proc"))) {
            visits(walk);
            Process child = new ProcessBuilder("sleep", "60").start();
            try {
                visits(walk);
                assertThat(openBelow(Path.of("/proc/" + child.pid()))).isEqualTo(1);
            } finally {
                child.destroyForcibly();
                assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            visits(walk);
            assertThat(openBelow(Path.of("/proc/" + child.pid()))).isZero();
        }
    }

    /** Without what stands for a namespace and for the harness: some of their files are missing. */
    private static DoctoredProc withoutProcesses(Path root) throws IOException {
        DoctoredProc proc = new DoctoredProc(root);
        remove(root.resolve("50"));
        remove(root.resolve("100"));
        Files.delete(root.resolve("self"));
        Files.createSymbolicLink(
                root.resolve("self"),
                Path.of(Long.toString(ProcessHandle.current().pid())));
        return proc;
    }

    private static void loadavg(DoctoredProc proc, int newest) throws IOException {
        proc.write("loadavg", "0.00 0.00 0.00 1/2 " + newest + "\n");
    }

    /** Tasks looked at in one pass. */
    private static int visits(TaskWalk walk) throws IOException {
        boolean ended = false;
        while (!ended) {
            ended = walk.step();
        }
        return walk.visited();
    }

    /** How many files below {@code folder} this process has open. */
    private static long openBelow(Path folder) throws IOException {
        String begin = folder.toAbsolutePath() + "/"; // no symbolic link, and perhaps no longer there
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(link -> target(link).startsWith(begin)).count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // the one that lists
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
