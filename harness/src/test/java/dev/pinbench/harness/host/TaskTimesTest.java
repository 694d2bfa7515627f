package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.harness.host.TaskTimes.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTimesTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path root;

    private HostFiles files;

    @BeforeEach
    void machine() {
        files = new HostFiles(root);
    }

    @Test
    void threadsAreAddedUpAndTheBusiestNamesTheCpu() throws Exception {
        task(70, 70, "web) 1 (\nserver", 500, 3, 100);
        task(70, 71, "worker", 501, 6, 100);
        TaskTimes before = new TaskTimes(0, TaskTimes.read(files, -1).byTask());
        task(70, 70, "web) 1 (\nserver", 500, 3, 100 + SECOND / 10);
        task(70, 71, "worker", 501, 6, 100 + SECOND);
        TaskTimes after = new TaskTimes(2 * SECOND, TaskTimes.read(files, -1).byTask());

        List<BusyProcess> processes = TaskTimes.between(files, before, after);

        assertThat(processes).singleElement().satisfies(process -> {
            assertThat(process.pid()).isEqualTo(70);
            assertThat(process.comm()).isEqualTo("web) 1 (\nserver");
            assertThat(process.cpu()).isEqualTo(6);
            assertThat(process.share()).isCloseTo(0.55, within(1e-9));
        });
    }

    @Test
    void anIdThatWasGivenToANewThreadCountsFromItsStart() throws Exception {
        task(9, 9, "old", 10, 0, 900);
        TaskTimes before = new TaskTimes(0, TaskTimes.read(files, -1).byTask());
        task(9, 9, "new", 11, 0, SECOND / 4);
        TaskTimes after = new TaskTimes(SECOND, TaskTimes.read(files, -1).byTask());

        assertThat(TaskTimes.between(files, before, after)).containsExactly(new BusyProcess(9, "new", 0, 0.25));
    }

    @Test
    void thisProcessAndUnreadableTasksAreLeftOut() throws Exception {
        task(5, 5, "self", 1, 0, 10);
        task(6, 6, "other", 1, 0, 10);
        Machines.put(files, "proc/6/task/7/schedstat", "garbage\n");
        Machines.put(files, "proc/6/task/8/schedstat", "1 2 3\n");
        Machines.put(files, "proc/uptime", "1 1\n");

        assertThat(TaskTimes.read(files, 5).byTask()).isEqualTo(Map.of(new Task(6, 6, 1), 10L));
    }

    @Test
    void stealIsTheShareOfEachCpusOwnTime() {
        Map<Integer, CpuTicks> before =
                Map.of(0, new CpuTicks(1000, 10), 1, new CpuTicks(1000, 0), 2, new CpuTicks(5, 0));
        Map<Integer, CpuTicks> after =
                Map.of(0, new CpuTicks(3000, 110), 1, new CpuTicks(1000, 0), 3, new CpuTicks(9, 9));

        assertThat(HostLoad.steal(before, after)).isEqualTo(Map.of(0, 0.05));
    }

    private void task(int pid, int tid, String comm, long start, int cpu, long runNanos) throws IOException {
        String folder = "proc/" + pid + "/task/" + tid;
        // Fields 3 to 21, start time, 23 to 38, processor, 40 and 41.
        String stat =
                tid + " (" + comm + ") S" + " 1".repeat(18) + " " + start + " 0".repeat(16) + " " + cpu + " 0 0\n";
        Machines.put(files, folder + "/stat", stat);
        Machines.put(files, folder + "/schedstat", runNanos + " 7 3\n");
        if (pid == tid) {
            Machines.put(files, "proc/" + pid + "/comm", comm + "\n");
        }
    }
}
